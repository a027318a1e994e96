package io.cistern.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** What classes look like: A11 to A16. */
final class ShapeRules {
  /** Methods of mirror stores that only ask, and so need no lock. Short by intent. */
  static final Set<String> QUESTIONS = Set.of(
      "CommitLog.unretired", "WorkingTree.look", "WorkingTree.hash", "WorkingTree.open", "WorkingTree.list",
      "WorkingTree.locate", "WorkingTree.usage", "Trash.kept");

  /**
   * Staging is a process's own and needs no lock, except to look into places that other processes left; a compaction needs
   * it only where it begins and where it ends.
   */
  static final Set<String> LOCKED_ELSEWHERE =
      Set.of("Staging.reap", "Staging.setAsideByOthers", "Compactor.snapshot", "Compactor.apply");

  private ShapeRules() {}

  static ArchRule domainClassesAreClosed(String base) {
    return classes().that().resideInAPackage(base + ".domain..")
        .should(hold("be a record, an enum, an interface or final", type -> type.isInterface() || type.isEnum()
            || type.isRecord() || type.isAnonymousClass() || type.getModifiers().contains(JavaModifier.FINAL)));
  }

  static ArchRule mirrorStoresTakeTheLockFirst(String base) {
    return methods().that().areDeclaredInClassesThat().resideInAPackage(base + ".application.port..")
        .and().areDeclaredInClassesThat(areMirrorStores(base))
        .should(satisfy("take a HeldLock first, or be on the list of questions", method -> isStatic(method)
            || takesTheLockFirst(base, method) || QUESTIONS.contains(nameOf(method))));
  }

  static ArchRule noStaticFieldCanChange(String base) {
    return fields().that().areDeclaredInClassesThat().resideInAPackage(base + "..")
        .and().areStatic().and(DescribedPredicate.<JavaField>describe("are written by hand",
            field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
        .should().beFinal();
  }

  static ArchRule portsDeclareNoCheckedException(String base) {
    return methods().that().areDeclaredInClassesThat().resideInAPackage(base + ".application.port..")
        .should(satisfy("declare no checked exception", method -> method.getExceptionTypes().stream()
            .noneMatch(ShapeRules::isChecked)));
  }

  static ArchRule whoeverTakesTheLockIsAMirrorStore(String base) {
    return methods().that().areDeclaredInClassesThat().resideInAPackage(base + ".application.port..")
        .should(satisfy("belong to a MirrorStore if they take the lock", method -> !takesTheLock(base, method)
            || LOCKED_ELSEWHERE.contains(nameOf(method)) || areMirrorStores(base).test(method.getOwner())));
  }

  static ArchRule everyPackageIsNullMarked(String base) {
    return classes().that().resideInAPackage(base + "..")
        .should(hold("be in a package with a null-marked page",
            type -> type.getPackage().isAnnotatedWith(NullMarked.class)));
  }

  private static DescribedPredicate<JavaClass> areMirrorStores(String base) {
    String marker = base + ".application.port.MirrorStore";
    return DescribedPredicate.describe(
        "are mirror stores", type -> !type.getName().equals(marker) && type.isAssignableTo(marker));
  }

  private static boolean takesTheLockFirst(String base, JavaMethod method) {
    return !method.getRawParameterTypes().isEmpty()
        && method.getRawParameterTypes().getFirst().getName().equals(heldLock(base));
  }

  private static boolean takesTheLock(String base, JavaMethod method) {
    return method.getRawParameterTypes().stream().anyMatch(type -> type.getName().equals(heldLock(base)));
  }

  private static String heldLock(String base) {
    return base + ".application.port.HeldLock";
  }

  private static String nameOf(JavaMethod method) {
    return method.getOwner().getSimpleName() + "." + method.getName();
  }

  private static boolean isStatic(JavaMethod method) {
    return method.getModifiers().contains(JavaModifier.STATIC)
        || method.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isChecked(JavaClass thrown) {
    return thrown.isAssignableTo(Throwable.class) && !thrown.isAssignableTo(RuntimeException.class)
        && !thrown.isAssignableTo(Error.class);
  }

  private static ArchCondition<JavaClass> hold(String what, Predicate<JavaClass> predicate) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(new SimpleConditionEvent(
            type, predicate.test(type), type.getDescription() + " should " + getDescription()));
      }
    };
  }

  private static ArchCondition<JavaMethod> satisfy(String what, Predicate<JavaMethod> predicate) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        events.add(new SimpleConditionEvent(
            method, predicate.test(method), method.getFullName() + " should " + getDescription()));
      }
    };
  }
}
