import type { Builder, TestCase, TestSuite } from 'junit-report-builder';
import reports from 'junit-report-builder';

/** What junit-report-builder 5.1 lacks, through its public calls: the reason of a skip, times with three decimals, hosts. */
export type Element = ReturnType<TestCase['build']>;

/** A report of its own. The default export is one shared builder, and under `nodenext` it is typed as a namespace: hence the cast. */
export const newReport = (): Builder => (reports as unknown as Builder).newBuilder();

/** Lets `add` see the element that is written for a suite or case, and its parent. */
export function extend<Node extends TestCase | TestSuite>(node: Node, add: (element: Element, parent: Element) => void): Node {
  const stock = node.build.bind(node);
  node.build = (parent: Element) => {
    const element = stock(parent);
    add(element, parent);
    return element;
  };
  return node;
}

/** Skipped with its reason as attribute and as text: readers differ in where they look. */
export const skipped = (node: TestCase, reason: string): TestCase =>
  extend(node.skipped(), (element) => {
    const mark = element.children.find((child) => (child as Element).name === 'skipped') as Element;
    mark.att('message', reason).txt(reason);
  });

/**
 * Text for the CDATA section of an element. The builder splits the first `]]>`, which would end the section, and forgets the others
 * (XML 1.0, section 2.7).
 */
export function cdata(text: string): string {
  const afterFirst = text.indexOf(']]>') + 3;
  return afterFirst < 3 ? text : text.slice(0, afterFirst) + text.slice(afterFirst).replaceAll(']]>', ']]]]><![CDATA[>');
}

/** Milliseconds as JUnit has them: seconds with exactly three decimals; the builder would print `1e-7` and `NaN`. */
export const seconds = (ms: number): string => (Number.isFinite(ms) ? Math.max(0, ms) / 1000 : 0).toFixed(3);

/** Milliseconds since 1970 as JUnit readers take them: UTC, whole seconds, no zone. */
export const timestamp = (iso: string): string => iso.slice(0, 19);
