// Prints the closing line of a test run from vitest's JSON report, and what was skipped; exits as the run must.
import { readFileSync } from 'node:fs';

const [path, status] = process.argv.slice(2);
let report;
try {
  report = JSON.parse(readFileSync(path, 'utf8'));
} catch {
  console.log('The test run left no report.');
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
const cases = report.testResults.flatMap(({ assertionResults }) => assertionResults);
const skipped = cases.filter((entry) => entry.status === 'pending' || entry.status === 'skipped' || entry.status === 'todo');
// A file that could not be loaded has no case, and is a failure all the same.
const broken = report.testResults.filter(
  ({ status: file, assertionResults }) => file === 'failed' && assertionResults.length === 0,
).length;
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
const passed = cases.filter((entry) => entry.status === 'passed').length;
const failed = cases.filter((entry) => entry.status === 'failed').length + broken;
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(failed > 0 || passed === 0 || status !== '0' ? 1 : 0);
