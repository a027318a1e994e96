package io.cistern.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Who may have which effect: A08 to A10. */
final class EffectRules {
  /** Methods of {@code java.nio.file.Files} that change what is on disk, or open something that can. */
  private static final Pattern CHANGES_FILES =
      Pattern.compile("write.*|move|copy|delete.*|create.*|set.*|newOutputStream|newBufferedWriter|newByteChannel");

  private static final Pattern CHANGES_FILE =
      Pattern.compile("delete.*|renameTo|mkdirs?|create.*|set.*");

  /** Opening one of these is enough: they write, or cannot be told from what writes. */
  private static final Set<String> WRITERS = Set.of(
      "java.io.FileOutputStream", "java.io.FileWriter", "java.io.RandomAccessFile", "java.nio.channels.FileChannel",
      "java.nio.channels.AsynchronousFileChannel");

  /** Methods that ask the clock, wait, or draw lots, by owner. */
  private static final Map<String, Pattern> OUTSIDE = Map.ofEntries(
      Map.entry("java.lang.System", Pattern.compile("currentTimeMillis|nanoTime")),
      Map.entry("java.lang.Thread", Pattern.compile("sleep")),
      Map.entry("java.lang.Math", Pattern.compile("random")),
      Map.entry("java.time.Clock", Pattern.compile("system.*|tick.*")),
      Map.entry("java.time.InstantSource", Pattern.compile("system|tick")),
      Map.entry("java.util.Date", Pattern.compile("<init>")),
      Map.entry("java.util.Random", Pattern.compile("<init>")),
      Map.entry("java.util.UUID", Pattern.compile("randomUUID")),
      Map.entry("java.util.concurrent.ThreadLocalRandom", Pattern.compile("current")),
      Map.entry("java.util.concurrent.TimeUnit", Pattern.compile("sleep")),
      Map.entry("java.util.concurrent.locks.LockSupport", Pattern.compile("park.*")));

  private EffectRules() {}

  /** Lock files are the one thing beside the disk: they are empty, and opened where they are registered. */
  static ArchRule onlyTheDiskPackageChangesTheDisk(String base) {
    DescribedPredicate<JavaClass> bystanders = resideInAPackage(base + ".fs..")
        .and(not(resideInAnyPackage(base + ".fs.disk..", base + ".fs.lock..")))
        .as("belong to fs and are neither disk nor lock");
    return CompositeArchRule
        .of(noClasses().that(bystanders).should().accessTargetWhere(
            described("changes the disk", EffectRules::changesTheDisk)))
        .and(noClasses().that(bystanders).should().dependOnClassesThat().resideInAPackage("java.lang.foreign.."));
  }

  static ArchRule onlyTheLockPackageHandlesFileLocks(String base) {
    return noClasses().that(resideInAPackage(base + "..").and(not(resideInAPackage(base + ".fs.lock.."))))
        .should().dependOnClassesThat().haveFullyQualifiedName("java.nio.channels.FileLock");
  }

  static ArchRule theInsideNeverAsksTheTimeNorSleepsNorDrawsLots(String base) {
    return noClasses().that().resideInAnyPackage(base + ".domain..", base + ".application..")
        .should().accessTargetWhere(described("asks the time, sleeps or draws lots", EffectRules::asksOutside));
  }

  private static boolean changesTheDisk(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return switch (owner) {
      case "java.nio.file.Files" -> CHANGES_FILES.matcher(access.getName()).matches();
      case "java.io.File" -> CHANGES_FILE.matcher(access.getName()).matches();
      default -> WRITERS.contains(owner) && (access.getName().equals("open") || access.getName().equals("<init>"));
    };
  }

  private static boolean asksOutside(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    if (owner.startsWith("java.time.") && access.getName().equals("now")) {
      return true;
    }
    return OUTSIDE.containsKey(owner) && OUTSIDE.get(owner).matcher(access.getName()).matches();
  }

  private static DescribedPredicate<JavaAccess<?>> described(String what, Predicate<JavaAccess<?>> predicate) {
    return DescribedPredicate.describe(what, predicate);
  }
}
