import java.io.File;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.SurefireReportParser;

/** Reads the TEST-*.xml of a folder with Maven's own parser; prints a line per case: outcome, class, name. */
class SurefireReader {
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    SurefireReportParser parser = new SurefireReportParser(List.of(new File(arguments[0])), Locale.ROOT, new NullConsoleLogger());
    for (ReportTestSuite suite : parser.parseXMLReportFiles()) {
      for (ReportTestCase found : suite.getTestCases()) {
        String outcome = found.hasFailure() ? "failure" : found.hasError() ? "error" : found.hasSkipped() ? "skipped" : "passed";
        out.println(outcome + "\t" + found.getFullClassName() + "\t" + found.getName());
      }
    }
  }
}
