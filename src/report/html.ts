import { type CaseResult, type Counts, countResults, type Run, type Verdict } from '../results/index.ts';
import { humanDuration } from '../time/index.ts';
import { html } from './html-escape.ts';
import { style } from './html-style.ts';
import { matrixOf } from './matrix.ts';
import { counted, href } from './text.ts';
import {
  consequencesIn,
  countsInWords,
  type LimitSeen,
  limitCaseInWords,
  limitCases,
  limitInWords,
  limitsCounted,
  limitsInWords,
  limitsSeen,
  markOf,
  problemInWords,
  reasonsOf,
  remedyOf,
  runInWords,
  troubled,
  utc,
  waveInWords,
} from './words.ts';

/** Colour follows the word, never the other way round: class names for the style sheet. */
function toneOf(counts: Counts): 'good' | 'bad' | 'open' | 'none' {
  if (counts.failed > 0) return 'bad';
  if (counts.undetermined > 0 || counts.notRun > 0) return 'open';
  return counts.passed > 0 ? 'good' : 'none';
}

const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>\n${items.map((item) => `<li>${item}</li>\n`).join('')}</ul>\n`;

function section(id: string, title: string, body: string): string {
  return body === '' ? '' : `<section aria-labelledby="${id}">\n<h2 id="${id}">${html(title)}</h2>\n${body}</section>\n`;
}

function table(caption: string, head: readonly string[], rows: readonly string[]): string {
  const heads = head.map((text) => `<th scope="col">${html(text)}</th>`).join('');
  return `<div class="wide" role="region" aria-label="${html(caption)}" tabindex="0"><table>\n<caption>${html(caption)}</caption>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${rows.join('')}</tbody>\n</table></div>\n`;
}

const cell = (counts: Counts | undefined): string =>
  counts === undefined ? '<td class="none">no case</td>' : `<td class="${toneOf(counts)}">${countsInWords(counts)}</td>`;

function matrix(run: Run): string {
  const { directions, rows } = matrixOf(run);
  if (rows.length === 0) return '';
  const lines = rows.map((row) => {
    const between = `${html(row.fromSite)} → ${html(row.toSite)}`;
    return `<tr><th scope="row">${html(row.suite)}, ${between}</th>${row.cells.map(cell).join('')}</tr>\n`;
  });
  return section('matrix', 'Who reaches whom', table('Suites and sites by direction', ['Suite and sites', ...directions], lines));
}

function pillars(run: Run): string {
  const sites = [...new Set(run.cases.map((result) => result.case.site))];
  const rows = [...new Set(run.cases.map((result) => result.case.pillar))].map((pillar) => {
    const cells = sites.map((site) => {
      const found = run.cases.filter((result) => result.case.pillar === pillar && result.case.site === site);
      return cell(found.length === 0 ? undefined : countResults(found));
    });
    return `<tr><th scope="row">${html(pillar)}</th>${cells.join('')}</tr>\n`;
  });
  return rows.length === 0 ? '' : section('pillars', 'Pillars and sites', table('Pillars by site', ['Pillar', ...sites], rows));
}

function requirements(verdict: Verdict): string {
  if (verdict.perRequirement.length === 0) return '';
  const rows = verdict.perRequirement.map((found) => {
    const also = [
      found.missing > 0 ? `${found.missing} not selected` : '',
      found.optionalIgnored > 0 ? `${found.optionalIgnored} optional, not counted` : '',
    ].filter((text) => text !== '');
    return `<tr><th scope="row">${html(found.word)}</th>${cell(found)}<td>${also.join(', ')}</td></tr>\n`;
  });
  return section(
    'requirements',
    'What the wave requires',
    table('Requirements of the wave', ['Requirement', 'Result', 'Also'], rows),
  );
}

function values(result: CaseResult): string[] {
  return result.finding.reasons.map((reason) => {
    const expected = reason.expected === undefined ? '' : `<br>expected: <code>${html(reason.expected)}</code>`;
    const observed = reason.observed === undefined ? '' : `<br>observed: <code>${html(reason.observed)}</code>`;
    return `${html(reason.text)}${expected}${observed}`;
  });
}

function trouble(result: CaseResult): string {
  const { finding, attachments } = result;
  const remedy = remedyOf(result);
  const evidence = attachments.map((found) => `<a href="${html(href(found.path))}">${html(found.title)}</a>`).join(', ');
  return [
    `<article class="${result.outcome === 'fail' ? 'bad' : 'open'}">\n`,
    `<h3>${html(markOf(result))}: ${html(result.case.title)}</h3>\n`,
    `<p>${html(finding.message)}</p>\n`,
    list(values(result)),
    remedy === undefined ? '' : `<p><strong>What to do:</strong> ${html(remedy)}</p>\n`,
    evidence === '' ? '' : `<p><strong>Evidence:</strong> ${evidence}</p>\n`,
    `<p class="small">${html(finding.code ?? 'UNEXPECTED')} · ${html(result.case.check)} · ${html(result.case.site)} · ${humanDuration(result.duration)}</p>\n`,
    '</article>\n',
  ].join('');
}

/** Folded up: mending what they follow from mends them. */
function consequences(run: Run): string {
  const found = consequencesIn(run);
  if (found.length === 0) return '';
  const items = list(found.map((result) => `${html(result.case.title)}: ${html(result.finding.message)}`));
  return `<details>\n<summary>${counted(found.length, 'case')} that only follow${found.length === 1 ? 's' : ''} from others</summary>\n${items}</details>\n`;
}

/** What was looked at of a limit in this run, case by case. */
function limitSeen({ limit, words, met }: LimitSeen): string {
  if (met.length === 0) return html(limitInWords(limit));
  const cases = met.map(
    (result) =>
      `<span class="${toneOf(countResults([result]))}">${html(markOf(result))}</span>: ${html(limitCaseInWords(result))}`,
  );
  const shown = [...cases.slice(0, limitCases), ...(cases.length > limitCases ? [`and ${cases.length - limitCases} more`] : [])];
  return `${html(limitInWords(limit))} <strong>In this run: ${html(words)}.</strong>\n${list(shown)}`;
}

/** Folded up unless something is not as documented. */
function knownLimits(run: Run): string {
  const seen = limitsSeen(run);
  const open = seen.some(({ isSurprising }) => isSurprising) ? ' open=""' : '';
  return `<details${open}>\n<summary>${html(limitsCounted(seen))}</summary>\n<p>${html(limitsInWords(run))}</p>\n${list(seen.map(limitSeen))}</details>\n`;
}

function allCases(run: Run): string {
  const rows = run.cases.map((result) => {
    const { suite, site, title } = result.case;
    const note = result.outcome === 'pass' ? '' : html(result.finding.message);
    return `<tr><td class="${toneOf(countResults([result]))}">${markOf(result)}</td><td>${html(suite)}</td><td>${html(site)}</td><td>${html(title)}</td><td>${humanDuration(result.duration)}</td><td>${note}</td></tr>\n`;
  });
  if (rows.length === 0) return '';
  return `<details>\n<summary>All ${rows.length} cases</summary>\n${table('All cases', ['Result', 'Suite', 'Site', 'Case', 'Time', 'Why'], rows)}</details>\n`;
}

/**
 * The run as one HTML page that needs nothing else: no script, no picture, no address outside of the run folder, which its content
 * security policy holds it to. Every colour has its word.
 */
export function renderIndexHtml(run: Run, verdict: Verdict): string {
  const title = `${verdict.word}: ${run.environment.name}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(title)}</title>
<style>
${style}</style>
</head>
<body>
<main>
<header class="${verdict.exitCode === 0 ? 'good' : verdict.word === 'NO-GO' || verdict.word === 'FAILED' ? 'bad' : 'open'}">
<h1>${verdict.word}</h1>
<p>${html(waveInWords(verdict))} · ${html(run.environment.name)} · <time datetime="${utc(run.startedAt).slice(0, 19).replace(' ', 'T')}Z">${utc(run.startedAt)}</time></p>
${list(reasonsOf(verdict).map(html))}</header>
<p>${html(runInWords(run, verdict))}. Run ${html(run.run)} from ${html(run.host)}, coex ${html(run.coex)}.</p>
${section('problems', 'The run itself', list(run.problems.map((problem) => html(problemInWords(problem)))))}${requirements(verdict)}${pillars(run)}${matrix(run)}${section('trouble', 'What needs a look', troubled(run).map(trouble).join('') + consequences(run))}${section('gaps', 'Gaps in coverage', list(run.gaps.map(html)))}${knownLimits(run)}${allCases(run)}</main>
</body>
</html>
`;
}
