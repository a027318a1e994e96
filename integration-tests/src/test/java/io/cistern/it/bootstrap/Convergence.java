package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.testing.PowerCut;
import io.cistern.fs.testing.ProcessKilled;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.Survivors;
import io.cistern.http.client.InMemoryRemoteGate;
import io.cistern.http.virtual.Request;
import io.cistern.http.virtual.VirtualBroker;
import io.cistern.it.crash.Outfit;
import io.cistern.it.crash.Planted;
import io.cistern.it.crash.SimMirror;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Lets a history happen to a mirror, run after run, until its faults are used up; then the mirror has to become what the
 * workspace is. Whatever waits moves the one clock there is.
 */
final class Convergence {
  /** Of the run that was under way when the faults stopped: the cycle that they had spoilt, and two to spare. */
  private static final int MOST_CYCLES = 3;

  private static final int MOST_RUNS = 300;

  /** So many events that no server comes back to their numbers after it has lost its state. */
  private static final int EARLIER_EVENTS = 300;

  private static final int MORE_THAN_A_PAGE = 201;

  /** What no client can see through; all else is either an error or found out. */
  private static final Pattern LIE =
      Pattern.compile("(tree|events|all):[^;]*(wrong-hash|empty)|(events|all):[^;]*stale-cursor");

  private static final Pattern NO_FEED = Pattern.compile("(events|all):[^;]*status=40[34]");

  private final History history;
  private final ManualClock clock = new ManualClock();
  private final VirtualBroker broker;
  private final Versions remote;
  private final Wallet wallet;
  private final Judge judge;
  private final Deque<Deed> script;
  private final Random random;
  private SimDisk disk;
  private Optional<Client> client = Optional.empty();
  private OptionalInt survivors = OptionalInt.empty();
  private int processes;
  private int runs;
  private int requests;
  private int rests;
  private boolean running;
  private boolean stalled;
  private boolean quiet;
  private boolean burst;
  private boolean lost;

  Convergence(History history) {
    this.history = history;
    broker = new VirtualBroker(clock, new ManualPauses(clock), history.seed());
    broker.pageSize(history.pageSize());
    remote = new Versions(broker);
    wallet = new Wallet(broker);
    judge = new Judge(remote);
    script = new ArrayDeque<>(history.script());
    random = new Random(history.seed());
    disk = new SimDisk(SimOptions.PLAIN, clock);
    SimMirror.create(disk);
  }

  void happens() {
    if (history.lies() || history.feedless()) {
      noise();
    }
    history.before().forEach(this::write);
    broker.before(this::before);
    while (!quiet) {
      run();
      next();
    }
    end();
    converges();
    if (judge.hasBeenLiedTo()) {
      noise();
      converges();
      remote.loseState("/nowhere");
      judge.losesRemovals();
      Client reconciling = client();
      reconciling.clones(CloneRequest.PLAIN, file -> {});
      judge.saidComplete();
      judge.isReconciled();
      converges();
    }
    assertThat(broker.violations()).as("G8").isEmpty();
  }

  int runs() {
    return runs;
  }

  int requests() {
    return requests;
  }

  private void run() {
    runs++;
    assertThat(runs).as("runs").isLessThan(MOST_RUNS);
    rests = 0;
    boolean content = history.content().get(runs % history.content().size());
    boolean retry = stalled && random.nextBoolean();
    Deadline deadline = random.nextInt(6) == 0
        ? Deadline.after(clock.instant(), Duration.ofSeconds(random.nextInt(100)))
        : Deadline.NEVER;
    CloneRequest plain = CloneRequest.PLAIN.until(deadline);
    CloneRequest asking = content ? plain.withContent() : plain;
    int before = requests;
    try {
      running = true;
      Client here = client();
      here.clones(retry ? asking.withRetry() : asking, file -> {});
      judge.saidComplete();
      stalled = false;
      if (content) {
        here.hydrates();
      }
      if (random.nextBoolean()) {
        end();
      }
    } catch (CisternException failed) {
      failedFor(failed, retry, before);
    } catch (ProcessKilled | PowerCut | Died _) {
      stalled = false;
      client = Optional.empty();
      survivors.ifPresent(this::powerComesBack);
    } finally {
      running = false;
    }
    assertThat(broker.running()).as("requests that run after everything has ended").isEmpty();
  }

  private void failedFor(CisternException failed, boolean retried, int before) {
    switch (failed.failure()) {
      case Failure.Remote _, Failure.Interrupted _,Failure.TimedOut _ -> stalled = false;
      case Failure.BootstrapStalled _ -> {
        assertThat(!stalled || retried || before == requests).as("asks nothing: " + history).isTrue();
        stalled = true;
      }
      default -> throw new AssertionError(history + ": " + failed.getMessage(), failed);
    }
    end();
  }

  private void powerComesBack(int choice) {
    List<Survivors.Choice> choices = disk.survivors(4, history.seed()).choices();
    disk = disk.afterPowerCut(choices.get(choice % choices.size()));
    survivors = OptionalInt.empty();
  }

  /** The process that is at it ends as it should. */
  private void end() {
    client.ifPresent(Client::close);
    client = Optional.empty();
    Client reader = Client.start(disk, "reader", Outfit.at(clock), broker.connect(), settings());
    assertThat(judge.contents(disk, reader.parts().reader().read().manifest())).as(history.toString()).isEmpty();
  }

  private Client client() {
    if (client.isEmpty()) {
      processes++;
      Outfit outfit = Outfit.at(clock).waiting(this::rest).with((parts, _) -> Planted.with(parts, new WatchedLog(
          parts.log(), () -> isNotAhead(parts.manifest())).log()));
      client = Optional.of(Client.start(
          disk, process(), outfit, broker.connect(wallet.source(), new InMemoryRemoteGate(), options -> options),
          settings()));
    }
    return client.get();
  }

  private String process() {
    return "P" + processes;
  }

  private BootstrapSettings settings() {
    return BootstrapSettings.listing(history.depth(), 0, history.stallCycles()).reading(1);
  }

  private int asked;

  /** Cycles are told apart by the requests between them. */
  private void rest(Instant wake) {
    if (asked != requests) {
      asked = requests;
      rests++;
    }
    clock.advanceTo(wake);
  }

  private void before(Request request) {
    requests++;
    client.ifPresent(here -> isNotAhead(here.parts().manifest()));
    next();
    if (request.forTip()) {
      judge.asksForTheTip();
    }
  }

  private void isNotAhead(io.cistern.application.port.Manifest manifest) {
    assertThat(judge.claims(manifest)).as(history.toString()).isEmpty();
  }

  private void next() {
    Optional<Deed> deed = Optional.ofNullable(script.poll());
    deed.ifPresent(this::happens);
    if (deed.isEmpty() && !quiet) {
      quiet = true;
      rests = 0;
      broker.chaos("");
      broker.standing().lift();
      broker.down(false);
      wallet.renew();
    }
  }

  private void happens(Deed deed) {
    switch (deed) {
      case Deed.Put _, Deed.Delete _,Deed.Burst _ -> write(deed);
      case Deed.Nothing() -> {}
      case Deed.Chaos(String spec) -> chaos(spec);
      case Deed.RefuseFeed(int status) -> {
        if (history.feedless()) {
          judge.losesRemovals();
          broker.standing().refuseFeed(status);
        }
      }
      case Deed.RefuseRead(String path, int status) ->
        broker.standing().refuseRead(path, status, status == 403 ? "forbidden" : "not_found");
      case Deed.Lift() -> broker.standing().lift();
      case Deed.LoseState(String path) -> {
        if (history.feedless() && !lost) {
          lost = true;
          judge.losesRemovals();
          remote.loseState(path);
        }
      }
      case Deed.Down(boolean now) -> broker.down(now);
      case Deed.Expire(boolean renewed) -> {
        wallet.expire();
        if (renewed) {
          wallet.renew();
        }
      }
      case Deed.Kill() -> die(OptionalInt.empty());
      case Deed.PowerCut(int choice) -> die(OptionalInt.of(choice));
      case Deed.Stop() -> client.ifPresent(Client::stops);
    }
  }

  /** Between two runs nobody is there who could die. */
  private void die(OptionalInt choice) {
    if (running) {
      if (choice.isPresent()) {
        disk.cutPower();
      }
      disk.kill(process());
      survivors = choice;
      throw new Died();
    }
  }

  private void chaos(String spec) {
    boolean lies = LIE.matcher(spec).find();
    boolean noFeed = NO_FEED.matcher(spec).find();
    if ((lies && !history.lies()) || (noFeed && !history.feedless())) {
      return;
    }
    if (lies) {
      judge.lied();
      judge.losesRemovals();
    }
    if (noFeed) {
      judge.losesRemovals();
    }
    broker.chaos(spec);
  }

  private void write(Deed deed) {
    switch (deed) {
      case Deed.Put put -> remote.put(put.path(), put.content());
      case Deed.Delete(String path) -> remote.delete(path);
      case Deed.Burst(String path) -> {
        for (int i = 0; i < (burst ? 1 : MORE_THAN_A_PAGE); i++) {
          remote.put(path, "burst " + i);
        }
        burst = true;
      }
      default -> throw new IllegalArgumentException(deed.toString());
    }
  }

  private void noise() {
    for (int i = 0; i < EARLIER_EVENTS / 2; i++) {
      remote.put("/noise", "noise");
      remote.delete("/noise");
    }
  }

  /** A bootstrap that was about to give up does so first. */
  private CloneReport undisturbed(Client last, boolean content) {
    CloneRequest names = CloneRequest.PLAIN.withRetry();
    CloneRequest asking = content ? names.withContent() : names;
    try {
      return last.clones(asking, file -> {});
    } catch (CisternException failed) {
      assertThat(failed.failure()).as(history.toString()).isInstanceOf(Failure.BootstrapStalled.class);
      return last.clones(asking, file -> {});
    }
  }

  /** A new process, undisturbed: one cycle is enough, and then there is nothing left to do. */
  private void converges() {
    assertThat(rests).as("cycles of the last run after the faults had stopped: " + history).isLessThan(MOST_CYCLES);
    boolean content = history.content().getFirst();
    for (int times = 0; times < 3; times++) {
      rests = 0;
      int before = requests;
      Client last = client();
      boolean changed = !undisturbed(last, content).nothingChanged();
      judge.saidComplete();
      assertThat(rests).as("cycles that failed: " + history).isZero();
      if (times > 0) {
        assertThat(changed).as("a second clone has something to do: " + history).isFalse();
      }
      if (times > 1 && !judge.hasBeenLiedTo()) {
        long missing = last.parts().manifest().counts().unlisted();
        assertThat((long) requests - before).as("requests of a third clone: " + history).isBetween(1L, 1 + missing);
      }
      if (content) {
        last.hydrates();
      }
      if (!judge.hasBeenLiedTo()) {
        assertThat(judge.differences(last.parts().manifest(), content)).as(history.toString()).isEmpty();
      }
      end();
    }
    assertThat(broker.running()).isEmpty();
  }
}
