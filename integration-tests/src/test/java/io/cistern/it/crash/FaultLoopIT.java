package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.inspect.StatusReport;
import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets the n-th call of the disk fail, n = 1, 2, 3 and so on until a run passes, for each verb and each way in which a disk
 * refuses: EIO, ENOSPC and EDQUOT, EMFILE, EACCES and EROFS. Each n meets one of them; in the campaign, all.
 */
class FaultLoopIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final List<Kind> KINDS = List.of(Kind.OTHER, Kind.NO_SPACE, Kind.TOO_MANY_OPEN, Kind.NO_ACCESS);
  private static final int RETRIES = 10;
  private static final int RETRIED = CAMPAIGN ? 1 : 9;
  private static final Workspace WORKSPACE = new Workspace(
      new TreeMap<>(Map.of("/p", "text p", "/q", "text q", "/d/r", "text r")), 2, 2, 2);
  private static final Map<String, String> FULL = WORKSPACE.files();
  private static final Map<String, String> NAMES = Map.of("/p", "", "/q", "", "/d/r", "");

  /** What a verb begins with and ends in. */
  enum Verb {
    CLONE, PULL, HYDRATE, OPEN, VERIFY, ADD, REMOVE, MOVE, UNDO;

    private Map<String, String> before() {
      return switch (this) {
        case CLONE -> Map.of();
        case PULL, HYDRATE, OPEN -> NAMES;
        case VERIFY, ADD, REMOVE, MOVE -> FULL;
        case UNDO -> without(FULL, "/q");
      };
    }

    private Map<String, String> after() {
      return switch (this) {
        case CLONE -> NAMES;
        case PULL -> with(NAMES, "/new", "");
        case HYDRATE, VERIFY, UNDO -> FULL;
        case OPEN -> with(NAMES, "/q", "text q");
        case ADD -> with(FULL, "/a/n", "text n");
        case REMOVE -> without(FULL, "/q");
        case MOVE -> with(without(FULL, "/q"), "/e/m", "text q");
      };
    }

    private void run(Hands hands) {
      switch (this) {
        case CLONE, PULL -> hands.mirror().pullNames();
        case HYDRATE -> hands.hydrate();
        case OPEN -> hands.open("/q");
        case VERIFY -> hands.verify();
        case ADD -> hands.add("/a/n", "text n");
        case REMOVE -> hands.remove("/q");
        case MOVE -> hands.move("/q", "/e/m");
        case UNDO -> hands.undo();
      }
    }

    /** Whether a path may show this while the verb is at work, or was refused. */
    private boolean allows(String path, Optional<String> text) {
      return text.equals(Optional.ofNullable(before().get(path))) || text.equals(Optional.ofNullable(after().get(path)))
          || (text.equals(Optional.of("")) && WORKSPACE.files().containsKey(path) && before().isEmpty());
    }
  }

  private final Ticks clock = new Ticks();
  private int cases;

  @ParameterizedTest
  @EnumSource(Verb.class)
  void theNthCallFailsForEachN(Verb verb) {
    SimDisk begun = begun(verb);
    long steps = steps(verb, begun);
    for (long n = 1; n <= steps + 1; n++) {
      for (Kind kind : KINDS) {
        if (CAMPAIGN || KINDS.indexOf(kind) == n % KINDS.size()) {
          failingAt(verb, begun, n, kind);
        }
      }
    }
    System.out.println("FaultLoopIT " + verb + ": " + cases + " faults in " + steps + " calls");
    assertThat(cases).isGreaterThanOrEqualTo((int) steps);
  }

  private void failingAt(Verb verb, SimDisk begun, long n, Kind kind) {
    cases++;
    SimDisk disk = begun.copy();
    FakeRemote remote = remote(verb);
    Hands hands = open(disk, "A", remote);
    String where = verb + ", " + kind + " at call " + n;
    failing(disk, n, kind, () -> typed(where, () -> verb.run(hands)));
    for (int i = 0; n % RETRIED == 0 && i < RETRIES; i++) {
      failing(disk, disk.steps() + n, kind, () -> typed(where + ", again", () -> verb.run(hands)));
    }
    isWhole(verb, disk, where);
    Optional<Failure> refused = typed(where, () -> hands.inside().commits().catchUp());
    boolean tainted = refused.filter(Failure.MirrorTainted.class::isInstance).isPresent();
    assertThat(tainted || !disk.process("A").tainted()).as(where + ": a failed force taints").isTrue();
    if (kind == Kind.NO_SPACE) {
      worksWhileFull(verb, disk.copy(), remote, tainted, where);
    }
    finish(verb, disk, remote, where);
  }

  private static void failing(SimDisk disk, long step, Kind kind, Runnable work) {
    disk.failWhen(each -> each.number() == step, kind);
    work.run();
    disk.failNoMore();
  }

  /** Every file is old or new, and a reader is not disturbed. */
  private void isWhole(Verb verb, SimDisk disk, String where) {
    SortedMap<String, String> visible = Oracle.visible(disk);
    List<String> paths = new ArrayList<>(verb.before().keySet());
    paths.addAll(verb.after().keySet());
    paths.addAll(visible.keySet());
    assertThat(paths).as(where + ": " + visible)
        .allMatch(path -> verb.allows(path, Optional.ofNullable(visible.get(path))));
    StatusReport status = open(disk.copy(), "reader", remote(verb)).mirror().status();
    assertThat(status.damage()).as(where).isEmpty();
  }

  /** What a failed force left needs a segment of its own (F10), and a recovery that finds no room stops. */
  private void worksWhileFull(Verb verb, SimDisk disk, FakeRemote remote, boolean tainted, String where) {
    disk.fill();
    Hands hands = open(disk, "F", remote);
    StatusReport status = hands.mirror().status();
    assertThat(status.damage()).as(where + "; full").isEmpty();
    if (verb.before().containsKey("/d/r") && !status.recoveryDue() && !tainted) {
      hands.remove("/d/r");
      assertThat(Oracle.visible(disk)).as(where + "; full; removed").doesNotContainKey("/d/r");
    }
  }

  /** Whoever comes next finishes it, and nothing was thrown away. */
  private void finish(Verb verb, SimDisk disk, FakeRemote remote, String where) {
    disk.kill("A");
    Hands next = open(disk, "N", remote);
    next.inside().commits().catchUp();
    if (!Oracle.visible(disk).equals(verb.after())) {
      typed(where + "; done again", () -> verb.run(next));
    }
    isDone(verb, disk, next, where);
    assertThat(next.inside().parts().reader().read().recoveryDue()).as(where).isFalse();
    next.inside().commits().close();
    next.mirror().close();
    next.inside().parts().staging().close();
    assertThat(disk.tree().keySet()).as(where).noneMatch(name -> name.startsWith(".cistern/staging/"));
  }

  /** As it was wished for; but a name that the system refused to write is left, and its entry says so. */
  private static void isDone(Verb verb, SimDisk disk, Hands next, String where) {
    SortedMap<String, String> visible = Oracle.visible(disk);
    verb.after().forEach((path, text) -> {
      boolean told = next.inside().parts().manifest().find(path).flatMap(PathEntry::reason).isPresent();
      assertThat(told || text.equals(visible.get(path)))
          .as(where + "; done again: " + path + " of " + visible)
          .isTrue();
    });
    assertThat(visible.keySet()).as(where + "; done again").isSubsetOf(verb.after().keySet());
  }

  /** What it failed with, if it did; nothing but a typed failure of the disk. */
  private static Optional<Failure> typed(String where, Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (CisternException failed) {
      assertThat(failed.failure()).as(where).isInstanceOfAny(
          Failure.LocalIo.class, Failure.LocalDiskFull.class, Failure.MirrorTainted.class, Failure.Usage.class);
      return Optional.of(failed.failure());
    }
  }

  private long steps(Verb verb, SimDisk begun) {
    SimDisk whole = begun.copy();
    verb.run(open(whole, "A", remote(verb)));
    assertThat(Oracle.visible(whole)).as(verb + " undisturbed").isEqualTo(verb.after());
    return whole.steps();
  }

  private SimDisk begun(Verb verb) {
    SimDisk disk = new SimDisk(SimOptions.PLAIN, clock);
    SimMirror.create(disk);
    if (verb == Verb.CLONE) {
      return disk;
    }
    Hands hands = open(disk, "P", WORKSPACE.remote());
    hands.mirror().pullNames();
    if (!verb.before().equals(NAMES)) {
      hands.hydrate();
    }
    if (verb == Verb.UNDO) {
      hands.remove("/q");
    }
    hands.inside().commits().close();
    hands.mirror().close();
    hands.inside().parts().staging().close();
    disk.kill("P");
    assertThat(Oracle.visible(disk)).isEqualTo(verb.before());
    return disk;
  }

  private static FakeRemote remote(Verb verb) {
    FakeRemote remote = WORKSPACE.remote();
    if (verb == Verb.PULL) {
      remote.put("/new", "text new");
    }
    return remote;
  }

  private Hands open(SimDisk disk, String process, FakeRemote remote) {
    return Hands.open(disk, process, Outfit.at(clock), remote, WORKSPACE);
  }

  private static Map<String, String> with(Map<String, String> tree, String path, String text) {
    Map<String, String> more = new TreeMap<>(tree);
    more.put(path, text);
    return more;
  }

  private static Map<String, String> without(Map<String, String> tree, String path) {
    Map<String, String> fewer = new TreeMap<>(tree);
    fewer.remove(path);
    return fewer;
  }
}
