package io.cistern.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the main classes of every module to the rules of the house. */
class ArchitectureTest {
  private static final String BASE = "io.cistern";

  private static JavaClasses program;

  @BeforeAll
  static void importTheProgram() {
    program = new ClassFileImporter()
        .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
        .importPackages(BASE);
  }

  @Test
  void everyModuleIsLookedAtAndNoTestIs() {
    Set<String> packages = program.stream().map(JavaClass::getPackageName)
        .map(name -> name.split("\\.", -1)[2]).collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).containsExactly("application", "cli", "domain", "fs", "http");
  }

  @Test
  void domainKnowsItselfAndAFewPackagesOfTheJdk() {
    check(Rule.A01);
  }

  @Test
  void applicationKnowsDomainAndWhatAUseCaseMayBeBuiltWith() {
    check(Rule.A02);
  }

  @Test
  void adaptersDoNotKnowEachOther() {
    check(Rule.A03);
  }

  @Test
  void guiceIsSeenOnlyInTheWiring() {
    check(Rule.A04);
  }

  @Test
  void drivenAdaptersKnowPortsAndNoUseCase() {
    check(Rule.A05);
  }

  @Test
  void verbFamiliesDoNotKnowEachOther() {
    check(Rule.A06);
  }

  @Test
  void domainPackagesFormNoCycle() {
    check(Rule.A07);
  }

  @Test
  void onlyTheDiskPackageChangesTheDisk() {
    check(Rule.A08);
  }

  @Test
  void fileLocksAreHandledWhereTheyAreRegistered() {
    check(Rule.A09);
  }

  @Test
  void timeWaitingAndChanceComeFromOutside() {
    check(Rule.A10);
  }

  @Test
  void domainClassesAreRecordsEnumsOrFinal() {
    check(Rule.A11);
  }

  @Test
  void whoeverWritesToAMirrorShowsTheLock() {
    check(Rule.A12);
  }

  @Test
  void theListOfQuestionsIsShortAndTrue() {
    assertThat(ShapeRules.QUESTIONS).hasSizeLessThan(9);
    assertThat(portMethods()).containsAll(ShapeRules.QUESTIONS).containsAll(ShapeRules.LOCKED_ELSEWHERE);
  }

  @Test
  void noStaticFieldCanChange() {
    check(Rule.A13);
  }

  @Test
  void portsDeclareNoCheckedException() {
    check(Rule.A14);
  }

  @Test
  void whoeverTakesTheLockIsAMirrorStore() {
    check(Rule.A15);
  }

  @Test
  void everyPackageHasANullMarkedPage() {
    check(Rule.A16);
  }

  private static void check(Rule rule) {
    rule.under(BASE).check(program);
  }

  private static Set<String> portMethods() {
    Stream<JavaClass> ports = program.stream()
        .filter(type -> type.getPackageName().equals(BASE + ".application.port"));
    return ports.flatMap(type -> type.getMethods().stream())
        .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
        .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
        .collect(Collectors.toSet());
  }
}
