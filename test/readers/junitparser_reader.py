"""Reads a report with junitparser; prints a line per case: outcome, class, name; then the counts of the root."""
import sys
from junitparser import JUnitXml

sys.stdout.reconfigure(encoding="utf-8")
report = JUnitXml.fromfile(sys.argv[1])
for suite in report:
    for case in suite:
        outcome = type(case.result[0]).__name__.lower() if case.result else "passed"
        print(outcome, case.classname, case.name, sep="\t")
print("counts", report.tests, report.failures, report.errors, sep="\t")
