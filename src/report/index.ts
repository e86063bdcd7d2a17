/** Writers from the run model to text: pure, without input or output. Whoever calls them writes the files. */
export { type Board, type BoardRow, boardAfter, newBoard, redraw, ttyBoard } from './board.ts';
export { renderIndexHtml } from './html.ts';
export { renderJson } from './json.ts';
export { type JunitDialect, type JunitOptions, junitDialects, renderJunit } from './junit.ts';
export { renderSummary } from './summary.ts';
export { progressLine, renderEnding, type TerminalOptions } from './terminal.ts';
