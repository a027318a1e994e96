package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.Manifest;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimPerson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A person acts between any two steps of a removal, a move or an undo; then the work goes on, or its process is killed.
 * Nothing that anybody had is lost (G6), and what the manifest says of each path is true after the next look (G9, F18).
 * The campaign has the person act before every step; the kills are a sample, drawn anew for each act.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonDuringChangesIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final long SEED = Long.getLong("cistern.crash.seed", 20261126);
  /** The campaign has the person act before every step, and else before one of so many. */
  private static final int STEP = CAMPAIGN ? 1 : 5;
  /** Of the steps to be killed before, so many are drawn for each act. */
  private static final int KILLS = CAMPAIGN ? 10 : 1;
  private static final long LEAST = CAMPAIGN ? 10_000 : 500;

  private long cases;

  @AfterAll
  void manyWereTried() {
    System.out.println("PersonDuringChangesIT: " + cases + " acts, with and without a kill, seed " + SEED);
    assertThat(cases).isGreaterThanOrEqualTo(LEAST);
  }

  private enum Act {
    SAVE_OLD_NAME,
    WRITE_OLD_NAME,
    DELETE_OLD_NAME,
    SAVE_NEW_NAME;

    /** Answers whether the person's own program took the place of what was there. */
    boolean on(SimPerson person) {
      String directory = this == SAVE_NEW_NAME ? "n" : "d";
      if (!person.exists(directory)) {
        person.makeDirectory(directory);
      }
      boolean overwrites = this != SAVE_NEW_NAME || person.exists("n/b");
      switch (this) {
        case SAVE_OLD_NAME -> person.save("d/a", "mine");
        case WRITE_OLD_NAME -> person.write("d/a", "mine");
        case DELETE_OLD_NAME -> {
          if (person.exists("d/a")) {
            person.delete("d/a");
          }
        }
        case SAVE_NEW_NAME -> person.save("n/b", "mine");
      }
      return overwrites;
    }

    boolean isKept(SimDisk disk) {
      return this == DELETE_OLD_NAME || Oracle.keeps(disk, "mine");
    }
  }

  private enum Work {
    REMOVAL,
    MOVE,
    UNDO;

    void run(SimDisk disk) {
      LocalEdits edits = LocalEdits.of(SimMirror.open(disk, "A", Outfit.at(new Ticks())));
      try {
        switch (this) {
          case REMOVAL -> edits.remove("/d/a");
          case MOVE -> edits.move("/d/a", "/n/b");
          case UNDO -> edits.undo();
        }
      } catch (CisternException refused) {
        // a person was there first, and it is said
      }
    }
  }

  static Stream<Arguments> all() {
    return Stream.of(Work.values()).flatMap(work -> Stream.of(Act.values())
        .flatMap(act -> Stream.of(
            Arguments.of(work, act, SimOptions.PLAIN), Arguments.of(work, act, SimOptions.PLAIN.withoutExchange()))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("all")
  void whatAPersonDoesBetweenAnyTwoStepsIsKeptAndTold(Work work, Act act, SimOptions options) {
    SimDisk begun = begun(work, options);
    SimDisk whole = begun.copy();
    work.run(whole);
    long last = whole.steps();
    Random random = new Random(SEED + 31L * work.name().hashCode() + act.name().hashCode());
    for (long step = 1L + Math.floorMod(act.name().hashCode(), STEP); step <= last; step += STEP) {
      AtomicBoolean overwrote = new AtomicBoolean();
      SimDisk disk = acted(begun, act, step, overwrote);
      work.run(disk);
      List<Long> ends = Crashes.changingSteps(disk, "A", step);
      judge(disk, act, overwrote.get(), "at step " + step);
      for (long end : Crashes.sample(ends, KILLS, random)) {
        SimDisk killed = acted(begun, act, step, overwrote);
        killed.killAt(end);
        Crashes.endingEarly(() -> work.run(killed));
        judge(killed.copy(), act, overwrote.get(), "at step " + step + ", kill before " + end);
      }
    }
  }

  private static SimDisk begun(Work work, SimOptions options) {
    SimDisk disk = new SimDisk(options, new Ticks());
    SimMirror.create(disk);
    SimMirror first = SimMirror.open(disk, "first", Outfit.at(new Ticks()));
    first.change(new Ledger(), Map.of("/d/a", Optional.of("old"), "/n/x", Optional.of("x")));
    if (work == Work.UNDO) {
      LocalEdits.of(first).remove("/d/a");
      disk.person().makeDirectory("d");
    }
    disk.kill("first");
    return disk;
  }

  private static SimDisk acted(SimDisk begun, Act act, long step, AtomicBoolean overwrote) {
    SimDisk disk = begun.copy();
    disk.before(step, () -> overwrote.set(act.on(disk.person())));
    return disk;
  }

  private void judge(SimDisk disk, Act act, boolean overwritten, String where) {
    cases++;
    SimMirror next = SimMirror.open(disk, "R", Outfit.at(new Ticks()));
    next.commits().catchUp();
    assertThat(act.isKept(disk)).as(() -> act + " " + where + ": " + disk.tree()).isTrue();
    assertThat(overwritten || Oracle.keeps(disk, "old")).as(() -> act + " " + where + ": " + disk.tree()).isTrue();
    LocalEdits.of(next).look();
    assertThat(untrue(disk, next.parts().reader().read().manifest()))
        .as(() -> act + " " + where + ": " + disk.tree()).isEmpty();
  }

  private static List<String> untrue(SimDisk disk, Manifest manifest) {
    SortedMap<String, String> tree = Oracle.visible(disk);
    List<String> wrong = new ArrayList<>();
    for (Iterator<PathEntry> all = manifest.from("", ""); all.hasNext();) {
      PathEntry entry = all.next();
      Optional<String> text = Optional.ofNullable(tree.remove(entry.name()));
      boolean said = switch (entry.state()) {
        case HYDRATED -> text.filter(content -> content.equals("old") || content.equals("x")).isPresent()
            || saysMissing(entry, text);
        case MODIFIED, ADDED -> text.isPresent() || saysMissing(entry, text);
        case REMOVED -> text.isEmpty();
        case PLACEHOLDER, CONFLICT, QUARANTINED -> false;
      };
      if (!said) {
        wrong.add(entry + " shows " + text);
      }
    }
    tree.forEach((name, text) -> wrong.add(name + " is unknown"));
    return wrong;
  }

  private static boolean saysMissing(PathEntry entry, Optional<String> text) {
    return text.isEmpty() && entry.reason().filter("removed here"::equals).isPresent();
  }
}
