// Runs veraPDF on files: Check FLAVOUR FILE…   Prints PASS or FAIL for each and the rules that failed.
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

public class Check {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[0]);
    int failed = 0;
    for (int i = 1; i < arguments.length; i++) {
      try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(arguments[i]), flavour)) {
        ValidationResult result = Foundries.defaultInstance().createValidator(flavour, 3, false, true, false).validate(parser);
        System.out.printf("%s %s (%d checks)%n", result.isCompliant() ? "PASS" : "FAIL", arguments[i], result.getTotalAssertions());
        if (!result.isCompliant()) failed++;
        for (Map.Entry<RuleId, Integer> entry : result.getFailedChecks().entrySet()) {
          String message = "", place = "";
          for (TestAssertion test : result.getTestAssertions())
            if (test.getRuleId().equals(entry.getKey())) {
              message = test.getErrorMessage() != null ? test.getErrorMessage() : test.getMessage();
              place = test.getLocation().getContext();
              break;
            }
          System.out.printf("  %s-%d ×%d %s%n    @ %s%n", entry.getKey().getClause(), entry.getKey().getTestNumber(), entry.getValue(), message, place);
        }
      }
    }
    System.exit(failed == 0 ? 0 : 1);
  }
}
