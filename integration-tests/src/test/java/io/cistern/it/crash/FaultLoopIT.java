package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.inspect.StatusReport;
import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.fs.disk.SystemError;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets the n-th call of the disk fail, n = 1, 2, 3 and so on until a run passes, for each verb and each way in which a disk
 * refuses: EIO, ENOSPC and EDQUOT, EMFILE, EACCES and EROFS. Each n meets one of them; in the campaign, all.
 */
class FaultLoopIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final List<SystemError> ERRORS = List.of(SystemError.values());
  private static final int RETRIES = 10;
  private static final int RETRIED = CAMPAIGN ? 1 : 9;

  private final Ticks clock = new Ticks();
  private SimOptions options = SimOptions.PLAIN;
  private int cases;

  @ParameterizedTest
  @MethodSource("all")
  void theNthCallFailsForEachN(FaultVerb verb, boolean exchanging) {
    options = exchanging ? SimOptions.PLAIN : SimOptions.PLAIN.withoutExchange();
    SimDisk begun = begun(verb);
    long steps = steps(verb, begun);
    for (long n = 1; n <= steps + 1; n++) {
      for (SystemError error : ERRORS) {
        if (CAMPAIGN || ERRORS.indexOf(error) == n % ERRORS.size()) {
          failingAt(verb, begun, n, error);
        }
      }
    }
    System.out.println("FaultLoopIT " + verb + (exchanging ? "" : " without exchange") + ": " + cases + " faults in "
        + steps + " calls");
    assertThat(cases).isGreaterThanOrEqualTo((int) steps);
  }

  /** Without exchange there are more steps, and moments in which a name is absent; the campaign goes through them, too. */
  static Stream<Arguments> all() {
    return Stream.of(FaultVerb.values()).flatMap(verb -> (CAMPAIGN ? Stream.of(true, false) : Stream.of(true))
        .map(exchanging -> Arguments.of(verb, exchanging)));
  }

  private void failingAt(FaultVerb verb, SimDisk begun, long n, SystemError error) {
    cases++;
    SimDisk disk = begun.copy();
    FakeRemote remote = remote(verb);
    Hands hands = open(disk, "A", remote);
    String where = verb + ", " + error + " at call " + n;
    failing(disk, n, error, () -> typed(where, () -> verb.run(hands)));
    for (int i = 0; n % RETRIED == 0 && i < RETRIES; i++) {
      failing(disk, disk.steps() + n, error, () -> typed(where + ", again", () -> verb.run(hands)));
    }
    isWhole(verb, disk, where);
    Optional<Failure> refused = typed(where, () -> hands.inside().commits().catchUp());
    boolean tainted = refused.filter(Failure.MirrorTainted.class::isInstance).isPresent();
    assertThat(tainted || !disk.process("A").tainted()).as(where + ": a failed force taints").isTrue();
    if (tainted) {
      SortedMap<String, String> left = mirrored(disk);
      typed(where + ", tainted", () -> verb.run(hands));
      assertThat(mirrored(disk)).as(where + ": who is tainted writes no more").isEqualTo(left);
    }
    if (error.isFull()) {
      worksWhileFull(verb, disk.copy(), remote, where);
    }
    finish(verb, disk, remote, where);
  }

  /** The visible files, and the log that tells of them. */
  private static SortedMap<String, String> mirrored(SimDisk disk) {
    SortedMap<String, String> tree = disk.tree();
    tree.keySet().removeIf(name -> name.startsWith(".cistern/") && !name.startsWith(".cistern/log/"));
    return tree;
  }

  private static void failing(SimDisk disk, long step, SystemError error, Runnable work) {
    disk.failWhen(each -> each.number() == step, error);
    work.run();
    disk.failNoMore();
  }

  /** Every file is old or new, and a reader is not disturbed. */
  private void isWhole(FaultVerb verb, SimDisk disk, String where) {
    SortedMap<String, String> visible = Oracle.visible(disk);
    List<String> paths = new ArrayList<>(verb.before().keySet());
    paths.addAll(verb.after().keySet());
    paths.addAll(visible.keySet());
    assertThat(paths).as(where + ": " + visible)
        .allMatch(path -> verb.allows(path, Optional.ofNullable(visible.get(path)))
            || (!options.canExchange() && !visible.containsKey(path) && keepsWhatItHeld(verb, path, disk)));
    StatusReport status = open(disk.copy(), "reader", remote(verb)).mirror().status();
    assertThat(status.damage()).as(where).isEmpty();
  }

  /** A name that is taken from one file to be given to another is absent in between; the file is in trash then. */
  private static boolean keepsWhatItHeld(FaultVerb verb, String path, SimDisk disk) {
    return Optional.ofNullable(verb.before().get(path))
        .filter(text -> text.isEmpty() || Oracle.keeps(disk, text))
        .isPresent();
  }

  /** Whatever was left by who was cut short, a recovery included. */
  private void worksWhileFull(FaultVerb verb, SimDisk disk, FakeRemote remote, String where) {
    disk.fill();
    Hands hands = open(disk, "F", remote);
    StatusReport status = hands.mirror().status();
    assertThat(status.damage()).as(where + "; full").isEmpty();
    if (verb.before().containsKey("/d/r")) {
      hands.remove("/d/r");
      assertThat(Oracle.visible(disk)).as(where + "; full; removed").doesNotContainKey("/d/r");
    }
  }

  /** Whoever comes next finishes it, and nothing was thrown away. */
  private void finish(FaultVerb verb, SimDisk disk, FakeRemote remote, String where) {
    disk.kill("A");
    Hands next = open(disk, "N", remote);
    next.inside().commits().catchUp();
    if (!Oracle.visible(disk).equals(verb.after()) || !verb.isDone(next)) {
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
  private void isDone(FaultVerb verb, SimDisk disk, Hands next, String where) {
    SortedMap<String, String> visible = Oracle.visible(disk);
    verb.after().forEach((path, text) -> {
      boolean told = (verb == FaultVerb.CLONE || verb == FaultVerb.PULL)
          && next.inside().parts().manifest().find(path).flatMap(PathEntry::reason).isPresent();
      assertThat(told || text.equals(visible.get(path)))
          .as(where + "; done again: " + path + " of " + visible)
          .isTrue();
    });
    List<String> more = visible.keySet().stream().filter(path -> !verb.after().containsKey(path)).toList();
    assertThat(more).as(where + "; done again").allMatch(path -> isHalfMoved(verb, path, next));
    assertThat(verb.isDone(next)).as(where + "; done again").isTrue();
    if (verb != FaultVerb.DEHYDRATE) {
      assertThat(verb.before().values()).as(where + ": nothing is thrown away")
          .allMatch(text -> text.isEmpty() || Oracle.keeps(disk, text));
    }
  }

  /** Without exchange the new name comes first; where the system refuses to take the old one away, both are told. */
  private boolean isHalfMoved(FaultVerb verb, String path, Hands next) {
    return verb == FaultVerb.MOVE && !options.canExchange() && path.equals("/q")
        && next.inside().parts().manifest().find(path).isPresent();
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

  private long steps(FaultVerb verb, SimDisk begun) {
    SimDisk whole = begun.copy();
    verb.run(open(whole, "A", remote(verb)));
    assertThat(Oracle.visible(whole)).as(verb + " undisturbed").isEqualTo(verb.after());
    return whole.steps();
  }

  private SimDisk begun(FaultVerb verb) {
    SimDisk disk = new SimDisk(options, clock);
    SimMirror.create(disk);
    if (verb == FaultVerb.CLONE) {
      return disk;
    }
    Hands hands = open(disk, "P", FaultVerb.WORKSPACE.remote());
    hands.mirror().pullNames();
    verb.prepare(hands);
    hands.inside().commits().close();
    hands.mirror().close();
    hands.inside().parts().staging().close();
    disk.kill("P");
    assertThat(Oracle.visible(disk)).isEqualTo(verb.before());
    return disk;
  }

  private static FakeRemote remote(FaultVerb verb) {
    FakeRemote remote = FaultVerb.WORKSPACE.remote();
    if (verb == FaultVerb.PULL) {
      remote.put("/new", "text new");
    }
    return remote;
  }

  private Hands open(SimDisk disk, String process, FakeRemote remote) {
    return Hands.open(disk, process, Outfit.at(clock), remote, FaultVerb.WORKSPACE);
  }
}
