package io.cistern.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Shows that each rule can fail: every planted class breaks one rule and no other, and what is planted beside them is
 * let through.
 *
 * <pre>
 * planted.domain.workspace.HoldsAFilePath     A01 rejects it, A02 to A16 do not
 * planted.application.probe.ProbeQuota        no rule rejects it
 * </pre>
 */
class RulesHaveTeethTest {
  private static final String BASE = RulesHaveTeethTest.class.getPackageName() + ".planted";

  /** What each rule must reject. Classes that break a rule only together stand in one string. */
  private static final Map<Rule, List<String>> PLANTED = Map.ofEntries(
      Map.entry(Rule.A01, List.of("domain.workspace.HoldsAFilePath", "domain.workspace.HoldsALock")),
      Map.entry(Rule.A02, List.of("application.hydrate.HoldsAFilePath", "application.hydrate.OpensAFile")),
      Map.entry(Rule.A03, List.of("cli.command.KnowsTheLayout", "http.client.KnowsTheLayout")),
      Map.entry(Rule.A04, List.of("cli.command.AsksTheInjector")),
      Map.entry(Rule.A05, List.of("fs.host.RunsAUseCase", "fs.host.HandsOutParts", "http.client.CommitsByItself")),
      Map.entry(Rule.A06, List.of("application.hydrate.AsksForQuota")),
      Map.entry(Rule.A07, List.of("domain.workspace.KnowsItsEntry domain.manifest.KnowsItsPath")),
      Map.entry(Rule.A08, List.of("fs.layout.DeletesAFile", "fs.layout.OpensAChannel", "fs.layout.CallsTheSystem")),
      Map.entry(Rule.A09, List.of("fs.layout.HoldsAFileLock")),
      Map.entry(Rule.A10, List.of(
          "application.hydrate.AsksTheTime", "application.hydrate.AsksTheTimeByReference", "domain.quota.DrawsLots")),
      Map.entry(Rule.A11, List.of("domain.quota.StaysOpen")),
      Map.entry(Rule.A12, List.of("application.port.AppendsWithoutLock")),
      Map.entry(Rule.A13, List.of("fs.host.CountsForAll")),
      Map.entry(Rule.A14, List.of("application.port.LoadsWithIoException")),
      Map.entry(Rule.A15, List.of("application.port.TakesTheLockUnmarked")),
      Map.entry(Rule.A16, List.of("fs.unmarked.HasNoPage")));

  private static JavaClasses planted;

  @BeforeAll
  static void importWhatIsPlanted() {
    planted = new ClassFileImporter().importPackages(BASE);
  }

  @ParameterizedTest
  @EnumSource
  void rejectsWhatIsPlantedForItAndNothingElseDoes(Rule rule) {
    assertThat(PLANTED).containsKey(rule);
    for (String violation : PLANTED.get(rule)) {
      JavaClasses alone = only(Set.of(violation.split(" ", -1)));
      assertThat(rejectedBy(alone)).as(violation).containsExactly(rule);
    }
  }

  @Test
  void letsThroughWhatIsPlantedBesideTheViolations() {
    Set<String> violations = PLANTED.values().stream()
        .flatMap(List::stream).flatMap(names -> Stream.of(names.split(" ", -1))).collect(Collectors.toSet());
    JavaClasses innocent = planted.that(
        DescribedPredicate.describe("break no rule", type -> !violations.contains(below(type))));
    assertThat(innocent).isNotEmpty();
    assertThat(rejectedBy(innocent)).isEmpty();
  }

  private static JavaClasses only(Set<String> names) {
    JavaClasses found = planted.that(DescribedPredicate.describe("are planted", type -> names.contains(below(type))));
    assertThat(found).hasSameSizeAs(names);
    return found;
  }

  private static List<Rule> rejectedBy(JavaClasses classes) {
    return Arrays.stream(Rule.values()).filter(rule -> rule.under(BASE).evaluate(classes).hasViolation()).toList();
  }

  private static String below(JavaClass type) {
    return type.getName().substring(BASE.length() + 1);
  }
}
