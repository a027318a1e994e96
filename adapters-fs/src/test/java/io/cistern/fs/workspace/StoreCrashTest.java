package io.cistern.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.port.WorkspaceStore.ContentIdentity;
import io.cistern.application.port.WorkspaceStore.Incoming;
import io.cistern.application.port.WorkspaceStore.Precondition;
import io.cistern.application.port.WorkspaceStore.Reading;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.application.port.WorkspaceStore.Write;
import io.cistern.application.port.WorkspaceStore.WriteOutcome;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.testing.PowerCut;
import io.cistern.fs.testing.ProcessKilled;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.Survivors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A store that is killed, or loses power, before each step of a few writes, on either of its two directories. */
final class StoreCrashTest {
  private static final long SEED = 20_260_101L;

  /** Ways back from a power cut that are tried for each step. */
  private static final int WAYS_BACK = 12;

  private final ManualClock clock = new ManualClock();
  private SimDisk served;
  private SimDisk state;
  private final List<StoredChange> acknowledged = new ArrayList<>();

  /** What acknowledged writes have made of each path; empty for removed. */
  private final Map<String, Optional<String>> expected = new LinkedHashMap<>();

  /** What the write that was under way when everything ended would have made of its path. */
  private final Map<String, Optional<String>> underWay = new LinkedHashMap<>();

  private String keyUnderWay = "";

  private void begin() {
    clock.advanceTo(Instant.parse("2026-02-01T00:00:00Z"));
    served = new SimDisk(SimOptions.PLAIN, clock);
    state = new SimDisk(SimOptions.PLAIN, clock);
    acknowledged.clear();
    expected.clear();
    underWay.clear();
    served.person().write("person", "theirs");
  }

  private WorkspaceStore open() {
    return WorkspaceOpening.of(served.process("store"), state.process("store"), clock);
  }

  private void scenario() {
    WorkspaceStore store = open();
    store.refresh();
    put(store, "/a", "one", "k1");
    put(store, "/a", "two", "k2");
    put(store, "/deep/er/b", "three", "k3");
    remove(store, "/a");
    put(store, "/a", "four", "k4");
    remove(store, "/deep/er/b");
  }

  private static Write wish(WorkspaceStore store, String path, String text, String key) {
    Incoming body = store.receive(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return new Write.Put(WorkspacePath.parse(path).orElseThrow(), body, false, Optional.empty(),
        new Precondition.Anything(), Optional.of(new ContentIdentity("test", key, Duration.ZERO)));
  }

  private void put(WorkspaceStore store, String path, String text, String key) {
    underWay.clear();
    underWay.put(path, Optional.of(text));
    keyUnderWay = key;
    acknowledge(store.apply(List.of(wish(store, path, text, key)), "c").getFirst());
  }

  private void remove(WorkspaceStore store, String path) {
    underWay.clear();
    underWay.put(path, Optional.empty());
    Write wish = new Write.Remove(WorkspacePath.parse(path).orElseThrow(), new Precondition.Anything());
    acknowledge(store.apply(List.of(wish), "c").getFirst());
  }

  private void acknowledge(WriteOutcome outcome) {
    acknowledged.add(((WriteOutcome.Applied) outcome).change());
    expected.putAll(underWay);
    underWay.clear();
    clock.advance(Duration.ofSeconds(1));
  }

  /** Whether the scenario came to its end. */
  private boolean ran() {
    try {
      scenario();
      return true;
    } catch (ProcessKilled | PowerCut e) {
      return false;
    }
  }

  @Test
  void losesNothingAcknowledgedWhenItIsKilledBeforeAnyStep() throws IOException {
    for (boolean onState : new boolean[]{false, true}) {
      boolean finished = false;
      for (long step = 1; !finished; step++) {
        begin();
        (onState ? state : served).killAt((onState ? state : served).steps() + step);
        finished = ran();
        served.kill("store");
        state.kill("store");
        served = served.copy();
        state = state.copy();
        check("killed before step " + step + (onState ? " on the state" : " on the files"));
      }
    }
  }

  @Test
  void losesNothingAcknowledgedWhenThePowerFailsBeforeAnyStep() throws IOException {
    for (boolean onState : new boolean[]{false, true}) {
      boolean finished = false;
      for (long step = 1; !finished; step++) {
        begin();
        (onState ? state : served).powerCutAt((onState ? state : served).steps() + step);
        finished = ran();
        served.cutPower();
        state.cutPower();
        SimDisk cutFiles = served;
        SimDisk cutState = state;
        List<Survivors.Choice> files = cutFiles.survivors(WAYS_BACK, SEED).choices();
        List<Survivors.Choice> states = cutState.survivors(WAYS_BACK, SEED).choices();
        for (int i = 0; i < Math.max(files.size(), states.size()); i++) {
          served = cutFiles.afterPowerCut(files.get(i % files.size()));
          state = cutState.afterPowerCut(states.get((states.size() - 1 + i) % states.size()));
          if (served.person().exists("person")) {
            check("cut before step " + step + (onState ? " on the state" : " on the files") + ", way back " + i);
          }
        }
      }
    }
  }

  private void check(String when) throws IOException {
    WorkspaceStore store = open();
    clock.advance(Duration.ofMinutes(1));
    store.refresh();
    for (Map.Entry<String, Optional<String>> entry : expected.entrySet()) {
      Optional<String> found = text(store, entry.getKey());
      Optional<String> other = underWay.getOrDefault(entry.getKey(), entry.getValue());
      assertThat(found.equals(entry.getValue()) || found.equals(other))
          .as("%s: %s is %s, not %s", when, entry.getKey(), found, entry.getValue())
          .isTrue();
    }
    assertThat(text(store, "/person")).as(when).contains("theirs");
    assertThat(store.changesAfter(0, 1000)).as(when).containsAll(acknowledged);
    assertThat(store.changesAfter(0, 1000)).extracting(StoredChange::number).as(when).doesNotHaveDuplicates();
    assertThat(served.tree().keySet()).as(when).noneMatch(name -> name.contains(".cistern-serve"));
    for (StoredChange change : acknowledged) {
      if (change.identity().isPresent()) {
        Write again = wish(store, change.path(), "repeated", change.identity().get().key());
        assertThat(store.apply(List.of(again), "c")).as(when).containsExactly(new WriteOutcome.Repeated(change));
      }
    }
    repeatWhatWasUnderWay(store, when);
    store.close();
  }

  /** A client that got no answer asks again, under the same identity; afterwards its bytes are there. */
  private void repeatWhatWasUnderWay(WorkspaceStore store, String when) throws IOException {
    for (Map.Entry<String, Optional<String>> entry : underWay.entrySet()) {
      if (entry.getValue().isPresent()) {
        Write again = wish(store, entry.getKey(), entry.getValue().get(), keyUnderWay);
        assertThat(store.apply(List.of(again), "c").getFirst())
            .as(when)
            .isInstanceOfAny(WriteOutcome.Applied.class, WriteOutcome.Repeated.class);
        assertThat(text(store, entry.getKey())).as(when).isEqualTo(entry.getValue());
      }
    }
  }

  private static Optional<String> text(WorkspaceStore store, String path) throws IOException {
    if (!(store.open(WorkspacePath.parse(path).orElseThrow()) instanceof Reading.Opened(_, InputStream body))) {
      return Optional.empty();
    }
    try (body) {
      return Optional.of(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
