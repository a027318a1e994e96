package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.placeholder.Selection;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimPerson;
import io.cistern.fs.testing.Survivors;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A person acts on a file between any two steps of its hydration, its replacement or its giving back; then the work goes on, or its
 * process dies, or the power goes. Whatever comes, what the person did is there (G6), and a second run comes to rest.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final long SEED = Long.getLong("cistern.crash.seed", 20261123);
  /** Of the steps at which the work may end early, so many are drawn for each step of the person. */
  private static final int ENDS = CAMPAIGN ? 8 : 1;
  private static final int SURVIVORS = CAMPAIGN ? 8 : 1;
  private static final long LEAST = CAMPAIGN ? 120_000 : 4_000;
  private static final Workspace WORKSPACE = new Workspace(new TreeMap<>(Map.of("/d/a", "old", "/b", "b")), 10, 3, 1);

  private long cases;

  @AfterAll
  void manyWereTried() {
    System.out.println("PersonIT: " + cases + " acts, and what came of the work, judged, seed " + SEED);
    assertThat(cases).isGreaterThanOrEqualTo(LEAST);
  }

  /** Something a person does to {@code d/a}, and how one sees that it was not undone: it has the name, or lies beside it. */
  private enum Act {
    WRITE,
    SAVE,
    DELETE,
    DIRECTORY,
    SYMBOLIC_LINK,
    FIFO,
    WRITE_TO_A_FILE_OPENED_BEFORE;

    /** Prepares it, before any work begins; what it gives does it. */
    Runnable prepared(SimPerson person) {
      return switch (this) {
        case WRITE -> () -> person.write("d/a", "mine");
        case SAVE -> () -> person.save("d/a", "mine");
        case DELETE -> () -> person.delete("d/a");
        case DIRECTORY -> () -> {
          person.delete("d/a");
          person.makeDirectory("d/a");
          person.write("d/a/mine", "mine");
        };
        case SYMBOLIC_LINK -> () -> {
          person.delete("d/a");
          person.symbolicLink("d/a", "mine");
        };
        case FIFO -> () -> {
          person.delete("d/a");
          person.fifo("d/a");
        };
        case WRITE_TO_A_FILE_OPENED_BEFORE -> {
          SimPerson.OpenFile open = person.open("d/a");
          yield () -> open.write(0, "mine");
        }
      };
    }

    boolean isKept(SimDisk disk) {
      return switch (this) {
        case WRITE, SAVE, DIRECTORY, WRITE_TO_A_FILE_OPENED_BEFORE -> Oracle.keeps(disk, "mine");
        case DELETE -> !disk.person().exists("d/a");
        case SYMBOLIC_LINK -> disk.tree().entrySet().stream()
            .anyMatch(entry -> entry.getKey().startsWith("d/a") && entry.getValue().equals("symbolic link to mine"));
        case FIFO -> disk.tree().entrySet().stream()
            .anyMatch(entry -> entry.getKey().startsWith("d/a") && entry.getValue().equals("fifo"));
      };
    }
  }

  /** The work that a person gets into. */
  private enum Work {
    HYDRATION,
    REPLACEMENT,
    GIVING_BACK
  }

  /** Where it begins, and the remote that it is for. */
  private record Scene(Work work, SimDisk disk, FakeRemote remote) {
    static Scene of(Work work) {
      Scene scene = new Scene(work, new SimDisk(SimOptions.PLAIN, new Ticks()), WORKSPACE.remote());
      SimMirror.create(scene.disk);
      SimProgram first = scene.open(scene.disk, "first");
      first.pullNames(new Told(WORKSPACE));
      if (work != Work.HYDRATION) {
        first.hydrate(new Selection.Everything(), new Told(WORKSPACE));
      }
      if (work == Work.REPLACEMENT) {
        scene.remote.put("/d/a", "new");
      }
      first.close();
      return scene;
    }

    SimProgram open(SimDisk where, String process) {
      return SimProgram.open(where, process, Outfit.at(new Ticks()), remote, WORKSPACE);
    }

    void run(SimDisk where, String process) {
      SimProgram program = open(where, process);
      switch (work) {
        case HYDRATION -> program.hydrate(new Selection.Everything(), new Told(WORKSPACE));
        case REPLACEMENT -> program.pullNames(new Told(WORKSPACE));
        case GIVING_BACK -> program.dehydrate("/d");
      }
      program.close();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("all")
  void whatAPersonDoesBetweenAnyTwoStepsIsKept(Act act, Work work) {
    Scene scene = Scene.of(work);
    SimDisk whole = scene.disk.copy();
    Runnable notDone = act.prepared(whole.person());
    scene.run(whole, "A");
    assertThat(notDone).as("what a file held open makes of the work counts, too").isNotNull();
    long last = whole.steps();
    Random random = new Random(SEED + 31L * work.name().hashCode() + act.name().hashCode());

    for (long step = 1; step <= last; step++) {
      SimDisk disk = acted(scene, act, step);
      scene.run(disk, "A");
      List<Long> ends = Crashes.changingSteps(disk, "A", step);
      rests(scene, disk, act, "at step " + step);
      for (long end : Crashes.sample(ends, ENDS, random)) {
        endsEarly(scene, act, step, end);
      }
    }
  }

  static Stream<Arguments> all() {
    return Stream.of(Act.values()).flatMap(act -> Stream.of(Work.values()).map(work -> Arguments.of(act, work)));
  }

  private void endsEarly(Scene scene, Act act, long step, long end) {
    SimDisk killed = acted(scene, act, step);
    killed.killAt(end);
    Crashes.endingEarly(() -> scene.run(killed, "A"));
    rests(scene, killed.copy(), act, "at step " + step + ", kill before " + end);

    SimDisk cut = acted(scene, act, step);
    cut.powerCutAt(end);
    Crashes.endingEarly(() -> scene.run(cut, "A"));
    for (Survivors.Choice choice : cut.survivors(SURVIVORS, SEED + end).choices()) {
      String where = "at step " + step + ", power cut before " + end + ", " + cut.describe(choice);
      rests(scene, cut.afterPowerCut(choice), act, where);
    }
  }

  private static SimDisk acted(Scene scene, Act act, long step) {
    SimDisk disk = scene.disk.copy();
    disk.before(step, act.prepared(disk.person()));
    return disk;
  }

  /** After recovery, and after two more runs, it is still so; and the other file is what it should be. */
  private void rests(Scene scene, SimDisk disk, Act act, String where) {
    cases++;
    scene.open(disk, "R").catchUp();
    assertThat(act.isKept(disk)).as(() -> act + " " + where + ": recovered " + disk.tree()).isTrue();
    scene.run(disk, "F");
    List<String> once = List.copyOf(Oracle.visible(disk).keySet());
    scene.run(disk, "G");
    assertThat(act.isKept(disk)).as(() -> act + " " + where + ": finished " + disk.tree()).isTrue();
    assertThat(Oracle.visible(disk).keySet()).as(where).containsExactlyElementsOf(once);
    assertThat(disk.person().text("b")).isEqualTo("b");
  }
}
