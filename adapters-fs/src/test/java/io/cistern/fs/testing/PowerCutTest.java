package io.cistern.fs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.DiskLock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link SimDisk} forgets, and what it must not forget. */
final class PowerCutTest {
  private static final long SEED = 20_260_101L;

  private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
  private SimDisk sim = new SimDisk(SimOptions.PLAIN, clock);

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private void put(Disk disk, String name, String text, boolean force) throws DiskException {
    try (DiskFile file = disk.create(name)) {
      file.write(0, bytes(text));
      if (force) {
        file.force();
      }
    }
  }

  /** All trees that a cut now may leave. */
  private Set<Map<String, String>> trees(SimDisk disk) {
    Survivors survivors = disk.survivors(10_000, SEED);
    assertThat(survivors.all()).isTrue();
    Set<Map<String, String>> trees = new HashSet<>();
    survivors.choices().forEach(choice -> trees.add(disk.afterPowerCut(choice).tree()));
    return trees;
  }

  @Test
  void mayKeepOrLoseANameThatWasNotForced() throws DiskException {
    put(sim.process("A"), "f", "x", true);
    assertThat(trees(sim)).containsExactlyInAnyOrder(Map.of(), Map.of("f", "file 'x'"));
    sim.process("A").forceDirectory("");
    assertThat(trees(sim)).containsExactly(Map.of("f", "file 'x'"));
  }

  @Test
  void mayTearBytesThatWereNotForced() throws DiskException {
    put(sim.process("A"), "f", "abcd", false);
    sim.process("A").forceDirectory("");
    assertThat(trees(sim)).contains(
        Map.of("f", "file ''"), Map.of("f", "file 'abcd'"), Map.of("f", "file 'ab'")).hasSize(5);
  }

  @Test
  void keepsForcedBytesUnderLaterOnes() throws DiskException {
    try (DiskFile file = sim.process("A").create("f")) {
      file.write(0, bytes("old"));
      file.force();
      sim.process("A").forceDirectory("");
      file.write(3, bytes("new"));
    }
    assertThat(trees(sim)).allMatch(tree -> tree.toString().contains("old") || tree.toString().contains("bytes, crc"));
    assertThat(trees(sim)).contains(Map.of("f", "file 'old'"), Map.of("f", "file 'oldnew'"));
    for (Survivors.Choice choice : sim.survivors(100, SEED).choices()) {
      assertThat(sim.afterPowerCut(choice).person().text("f")).startsWith("old");
    }
  }

  @Test
  void bringsALogBackWithAnyFrameMissingOrSpoilt() throws DiskException {
    try (DiskFile file = sim.process("A").create("log")) {
      file.force();
      sim.process("A").forceDirectory("");
      file.write(0, bytes("[1]"));
      file.write(3, bytes("[2]"));
    }
    Set<String> texts = new HashSet<>();
    for (Survivors.Choice choice : sim.survivors(100, SEED).choices()) {
      texts.add(sim.afterPowerCut(choice).person().text("log"));
    }
    assertThat(texts).contains("", "[", "[1]", "[1][2]", "\0\0\0[2]", "\0\0\0\0\0\0")
        .anyMatch(text -> text.endsWith("[2]") && !text.startsWith("[1]") && !text.startsWith("\0"));
  }

  @Test
  void keepsAnExchangeOrDropsItWhole() throws DiskException {
    Disk disk = sim.process("A");
    disk.makeDirectory("staging", 0x1c0);
    put(disk, "staging/s", "new", true);
    put(disk, "v", "old", true);
    disk.syncAll();
    disk.exchange("staging/s", "v");
    Map<String, String> before = Map.of("staging", "directory", "staging/s", "file 'new'", "v", "file 'old'");
    Map<String, String> after = Map.of("staging", "directory", "staging/s", "file 'old'", "v", "file 'new'");
    assertThat(trees(sim)).containsExactlyInAnyOrder(before, after);
    disk.forceDirectory("staging");
    assertThat(trees(sim)).containsExactly(after);
  }

  @Test
  void maySplitARenameWhereTheFileSystemDoes() throws DiskException {
    sim = new SimDisk(SimOptions.PLAIN.splittingRenames(), clock);
    Disk disk = sim.process("A");
    disk.makeDirectory("d", 0x1c0);
    put(disk, "f", "x", true);
    disk.syncAll();
    disk.rename("f", "d/f");
    assertThat(trees(sim)).containsExactlyInAnyOrder(
        Map.of("d", "directory"),
        Map.of("d", "directory", "f", "file 'x'"),
        Map.of("d", "directory", "d/f", "file 'x'"),
        Map.of("d", "directory", "f", "file 'x'", "d/f", "file 'x'"));
  }

  /** The new bytes are gone when a cut keeps the tidying and drops the exchange before it (F2). */
  @Test
  void losesWhatIsTidiedBeforeItIsForced() throws DiskException {
    Disk disk = sim.process("A");
    disk.makeDirectory("trash", 0x1c0);
    put(disk, "s", "new", true);
    put(disk, "v", "old", true);
    disk.syncAll();
    disk.exchange("s", "v");
    disk.rename("s", "trash/s");
    assertThat(trees(sim)).anyMatch(tree -> !tree.containsValue("file 'new'"));
  }

  @Test
  void keepsAMomentOfNamesWhereMetadataIsOrdered() throws DiskException {
    sim = new SimDisk(SimOptions.PLAIN.orderingMetadata(), clock);
    Disk disk = sim.process("A");
    disk.makeDirectory("d", 0x1c0);
    disk.create("d/a").close();
    disk.create("b").close();
    assertThat(trees(sim)).containsExactlyInAnyOrder(
        Map.of(), Map.of("d", "directory"), Map.of("d", "directory", "d/a", "file ''"),
        Map.of("d", "directory", "d/a", "file ''", "b", "file ''"));
    disk.forceDirectory("d");
    assertThat(trees(sim)).hasSize(2);
  }

  @Test
  void cannotReachWhatIsInADirectoryWhoseNameIsLost() throws DiskException {
    Disk disk = sim.process("A");
    disk.makeDirectory("d", 0x1c0);
    put(disk, "d/f", "x", true);
    disk.forceDirectory("d");
    assertThat(sim.forcedTree()).isEmpty();
    disk.forceDirectory("");
    assertThat(sim.forcedTree()).containsKeys("d", "d/f");
  }

  @Test
  void losesTheBytesOfAFailedForceThoughALaterOneSucceeds() throws DiskException {
    Disk disk = sim.process("A");
    try (DiskFile file = disk.create("f")) {
      disk.forceDirectory("");
      file.write(0, bytes("lost"));
      sim.failAt(sim.steps() + 1, Kind.OTHER);
      assertThatThrownBy(file::force).isInstanceOf(DiskException.class);
      assertThat(disk.tainted()).isTrue();
      assertThatThrownBy(() -> file.write(0, bytes("more"))).hasMessageContaining("force failed earlier");
    }
    Disk next = sim.process("B");
    try (DiskFile file = next.openToWrite("f")) {
      assertThat(file.facts().size()).isEqualTo(4);
      file.force();
    }
    assertThat(sim.person().text("f")).isEqualTo("lost");
    assertThat(trees(sim)).containsExactly(Map.of("f", "file ''"));
  }

  @Test
  void forgetsNothingWhenAProcessIsKilled() throws DiskException {
    Disk disk = sim.process("A");
    DiskLock lock = disk.tryLock("l").orElseThrow();
    DiskFile file = disk.create("f");
    sim.killAt(sim.steps() + 2);
    file.write(0, bytes("x"));
    assertThatThrownBy(() -> file.write(1, bytes("y"))).isInstanceOf(ProcessKilled.class);
    assertThatThrownBy(() -> disk.look("f")).isInstanceOf(ProcessKilled.class);
    assertThatThrownBy(lock::valid).isInstanceOf(ProcessKilled.class);
    file.close();
    assertThat(sim.process("B").tryLock("l")).isPresent();
    assertThat(sim.process("B").openForWriting("f")).contains(false);
    assertThat(sim.person().text("f")).isEqualTo("x");
  }

  @Test
  void doesHalfOfTheWriteThatAKillComesInto() throws DiskException {
    DiskFile file = sim.process("A").create("f");
    sim.killInside(sim.steps() + 1);
    assertThatThrownBy(() -> file.write(0, bytes("whole"))).isInstanceOf(ProcessKilled.class);
    assertThat(sim.person().text("f")).isEqualTo("wh");
  }

  @Test
  void endsEveryProcessAtAPowerCut() throws DiskException {
    Disk a = sim.process("A");
    Disk b = sim.process("B");
    sim.powerCutAt(2);
    a.create("f").close();
    assertThatThrownBy(() -> b.create("g")).isInstanceOf(PowerCut.class);
    assertThatThrownBy(() -> a.look("f")).isInstanceOf(PowerCut.class);
    SimDisk next = sim.afterPowerCut(sim.survivors(10, SEED).choices().getLast());
    assertThat(next.process("A").look("f")).isPresent();
  }

  @Test
  void copiesAreApart() throws DiskException {
    sim.process("A").create("f").close();
    SimDisk copy = sim.copy();
    copy.process("A").unlink("f");
    put(sim.process("A"), "g", "x", false);
    assertThat(sim.tree()).containsOnlyKeys("f", "g");
    assertThat(copy.tree()).isEmpty();
    assertThat(copy.steps()).isOne();
  }

  @Test
  void samplesWithTheExtremesWhereThereIsTooMuch() throws DiskException {
    Disk disk = sim.process("A");
    for (int i = 0; i < 20; i++) {
      put(disk, "f" + i, "bytes " + i, false);
    }
    Survivors survivors = sim.survivors(300, SEED);
    assertThat(survivors.all()).isFalse();
    assertThat(survivors.choices()).hasSize(300).doesNotHaveDuplicates()
        .isEqualTo(sim.survivors(300, SEED).choices());
    assertThat(survivors.choices()).anyMatch(choice -> sim.afterPowerCut(choice).tree().isEmpty())
        .anyMatch(choice -> sim.afterPowerCut(choice).tree().equals(sim.tree()));
  }

  @Test
  void sparesWhatNobodyDependsOn() throws DiskException {
    sim.spare(".holder");
    put(sim.process("A"), "mirror.holder", "state=holding", false);
    assertThat(trees(sim)).containsExactly(Map.of("mirror.holder", "file 'state=holding'"));
  }

  @Test
  void foldsNamesWhereItShould() throws DiskException {
    sim = new SimDisk(SimOptions.PLAIN.foldingCase().foldingUnicodeForm(), clock);
    Disk disk = sim.process("A");
    put(disk, "\u00c9t\u00e9", "x", true);
    assertThat(disk.look("e\u0301te\u0301")).isPresent();
    assertThatThrownBy(() -> disk.create("\u00e9T\u00c9")).isInstanceOf(DiskException.class);
    disk.rename("\u00c9t\u00e9", "\u00e9t\u00e9");
    assertThat(sim.tree()).containsOnlyKeys("\u00e9t\u00e9");
  }

  @Test
  void isFullWhenItIs() throws DiskException {
    Disk disk = sim.process("A");
    put(disk, "a", "a", true);
    put(disk, "b", "b", true);
    try (DiskFile reserved = disk.create("log")) {
      reserved.reserve(4096);
      sim.fill();
      reserved.write(0, bytes("fits"));
      assertThatThrownBy(() -> reserved.write(4096, bytes("more")))
          .isInstanceOfSatisfying(DiskException.class, failed -> assertThat(failed.kind()).isEqualTo(Kind.NO_SPACE));
    }
    disk.exchange("a", "b");
    assertThatThrownBy(() -> disk.link("a", "c")).isInstanceOf(DiskException.class);
    assertThatThrownBy(() -> disk.create("d")).isInstanceOf(DiskException.class);
    disk.unlink("b");
    disk.create("d").close();
  }

  @Test
  void failsWhatIsToFail() throws DiskException {
    Disk disk = sim.process("A");
    sim.deny("secret", Kind.NO_ACCESS);
    sim.person().write("secret", "x");
    assertThatThrownBy(() -> disk.openToRead("secret")).hasMessageContaining("planned");
    sim.allow("secret");
    disk.openToRead("secret").close();
    sim.failWhen(SimStep::forces, Kind.NO_SPACE);
    assertThatThrownBy(() -> disk.forceDirectory("")).isInstanceOf(DiskException.class);
    assertThat(sim.trace().getLast()).hasToString("3 A: force directory ");
  }

  @Test
  void letsAPersonActBetweenTwoSteps() throws DiskException {
    Disk disk = sim.process("A");
    sim.person().write("f", "one");
    SimPerson.OpenFile open = sim.person().open("f");
    assertThat(disk.openForWriting("f")).contains(true);
    sim.before(sim.steps() + 1, () -> sim.person().save("f", "two"));
    disk.rename("f", "g");
    open.write(0, "ONE");
    open.close();
    assertThat(sim.tree()).containsExactly(Map.entry("g", "file 'two'"));
    assertThat(sim.forcedTree()).containsExactly(Map.entry("f", "file 'two'"));
  }
}
