package io.cistern.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Optional;
import java.util.Set;

/** Who may know whom: A01 to A07. */
final class LayerRules {
  /** The JDK without files, sockets, threads, loggers. */
  private static final String[] PURE_JDK = {
      "java.lang", "java.lang.annotation", "java.lang.invoke", "java.lang.runtime", "java.util", "java.util.function",
      "java.util.stream", "java.util.regex", "java.util.random", "java.time..", "java.math", "java.nio.charset"};

  private static final String[] ANNOTATIONS = {"org.jspecify.annotations", "com.google.errorprone.annotations.."};

  /** What verb families share; every other package of application is a family. */
  private static final Set<String> SHARED =
      Set.of("port", "commit", "concurrent", "fetch", "listing", "names", "quota");

  /** Keeps a mirror current by calling other use cases, and says so. */
  private static final String CALLS_OTHERS = "up";

  private LayerRules() {}

  static ArchRule domainKnowsOnlyItself(String base) {
    return classes().that().resideInAPackage(base + ".domain..")
        .should().onlyDependOnClassesThat(
            resideInAPackage(base + ".domain..").or(resideInAnyPackage(PURE_JDK)).or(resideInAnyPackage(ANNOTATIONS))
                .or(normalizer()).as("are domain's own, pure JDK or annotations"));
  }

  static ArchRule applicationKnowsOnlyTheDomain(String base) {
    return classes().that().resideInAPackage(base + ".application..")
        .should().onlyDependOnClassesThat(
            resideInAnyPackage(base + ".application..", base + ".domain..")
                .or(resideInAnyPackage(PURE_JDK)).or(resideInAnyPackage(ANNOTATIONS)).or(normalizer())
                .or(resideInAnyPackage("java.util.concurrent.."))
                .or(resideInAPackage("java.io").and(not(file()))).or(address())
                .or(resideInAnyPackage("jakarta.inject", "org.slf4j..", "dev.failsafe.."))
                .as("are application's or domain's own, or what a use case may be built with"));
  }

  static ArchRule adaptersDoNotKnowEachOther(String base) {
    return CompositeArchRule
        .of(noClasses().that().resideInAPackage(base + ".fs..")
            .should().dependOnClassesThat().resideInAnyPackage(base + ".http..", base + ".cli.."))
        .and(noClasses().that().resideInAPackage(base + ".http..")
            .should().dependOnClassesThat().resideInAnyPackage(base + ".fs..", base + ".cli.."))
        .and(noClasses().that(resideInAPackage(base + ".cli..").and(not(resideInAPackage(base + ".cli.wiring.."))))
            .should().dependOnClassesThat().resideInAnyPackage(base + ".fs..", base + ".http.."));
  }

  static ArchRule guiceStaysInTheWiring(String base) {
    return noClasses().that(resideInAPackage(base + "..").and(not(resideInAPackage(base + ".cli.wiring.."))))
        .should().dependOnClassesThat().resideInAPackage("com.google.inject..");
  }

  /** Whoever opens a mirror hands out its parts, which hold nothing but ports. */
  static ArchRule drivenAdaptersKnowNoUseCase(String base) {
    String commits = base + ".application.commit.Commits";
    String parts = base + ".application.MirrorParts";
    DescribedPredicate<JavaClass> useCase = resideInAPackage(base + ".application..")
        .and(not(resideInAPackage(base + ".application.port..")))
        .and(DescribedPredicate.describe("not Commits", type -> !type.getName().equals(commits)))
        .as("belong to application and are no port");
    DescribedPredicate<JavaAccess<?>> commitsByItself = DescribedPredicate.describe(
        "asks Commits for more than whether the lock is held here",
        access -> access.getTargetOwner().getName().equals(commits) && !access.getName().equals("heldHere"));
    DescribedPredicate<JavaClass> handedOut =
        DescribedPredicate.describe("the parts of a mirror", type -> type.getName().equals(parts));
    DescribedPredicate<JavaClass> driven = resideInAnyPackage(base + ".fs..", base + ".http..");
    DescribedPredicate<JavaClass> opensMirrors = resideInAPackage(base + ".fs.mirror..");
    return CompositeArchRule
        .of(noClasses().that(driven.and(not(opensMirrors))).should().dependOnClassesThat(useCase))
        .and(noClasses().that(opensMirrors).should().dependOnClassesThat(useCase.and(not(handedOut))))
        .and(noClasses().that(driven).should().accessTargetWhere(commitsByItself));
  }

  static ArchRule verbFamiliesDoNotKnowEachOther(String base) {
    return classes().that().resideInAPackage(base + ".application..")
        .should(new ArchCondition<JavaClass>("know no verb family but their own") {
          @Override
          public void check(JavaClass type, ConditionEvents events) {
            Optional<String> own = family(base, type);
            if (own.isEmpty() || own.get().equals(CALLS_OTHERS)) {
              return;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
              Optional<String> other = family(base, dependency.getTargetClass());
              if (other.isPresent() && !other.equals(own)) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
              }
            }
          }
        });
  }

  static ArchRule domainPackagesFormNoCycle(String base) {
    return SlicesRuleDefinition.slices().matching(base + ".domain.(*)..").should().beFreeOfCycles();
  }

  /** The verb family a class belongs to; empty for what is shared, for the root and for other modules. */
  private static Optional<String> family(String base, JavaClass type) {
    String application = base + ".application.";
    if (!type.getPackageName().startsWith(application)) {
      return Optional.empty();
    }
    String below = type.getPackageName().substring(application.length());
    int dot = below.indexOf('.');
    String family = dot < 0 ? below : below.substring(0, dot);
    return SHARED.contains(family) ? Optional.empty() : Optional.of(family);
  }

  private static DescribedPredicate<JavaClass> normalizer() {
    return DescribedPredicate.describe(
        "Unicode normal forms", type -> type.getName().startsWith("java.text.Normalizer"));
  }

  /** The name of a place is a value; what opens it is not. */
  private static DescribedPredicate<JavaClass> address() {
    return DescribedPredicate.describe("addresses", type -> type.getName().equals("java.net.URI"));
  }

  private static DescribedPredicate<JavaClass> file() {
    return DescribedPredicate.describe(
        "files", type -> type.getSimpleName().startsWith("File") || type.getSimpleName().equals("RandomAccessFile"));
  }
}
