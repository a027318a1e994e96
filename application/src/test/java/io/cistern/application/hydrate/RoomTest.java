package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Room;
import io.cistern.application.port.Progress;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.testing.Bench;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.quota.Admission;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Room is asked for before a fetch and given back once, however the fetch ends. */
class RoomTest {
  private static final Selection ALL = new Selection.Everything();

  private final Bench bench = new Bench();
  private final Ledger ledger = new Ledger(20);

  /** Room for so many bytes at a time; knows who is in. */
  private static final class Ledger implements Room {
    private final long bytes;
    private final Map<String, Long> inside = new HashMap<>();
    private int entered;
    private int left;

    private Ledger(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public synchronized Admission enter(PathEntry wanted, Lane lane) {
      Admission answer = take(wanted, wanted.size());
      entered += answer instanceof Admission.Allowed ? 1 : 0;
      return answer;
    }

    @Override
    public synchronized Admission grow(PathEntry wanted, long more) {
      assertThat(inside).containsKey(wanted.name());
      return take(wanted, more);
    }

    @Override
    public synchronized void leave(PathEntry wanted) {
      left += inside.remove(wanted.name()) == null ? 0 : 1;
    }

    private Admission take(PathEntry wanted, long size) {
      long others = inside.values().stream().mapToLong(Long::longValue).sum() - inside.getOrDefault(wanted.name(), 0L);
      if (others + size > bytes) {
        return new Admission.Refused("no room", Instant.MAX);
      }
      inside.put(wanted.name(), size);
      return new Admission.Allowed();
    }
  }

  @Test
  void whatIsRefusedIsNotAskedForAndTheRestComes() {
    bench.remote().put("/a", "12345678901234567890");
    bench.remote().put("/b", "123456789012345678901");
    bench.cloned();

    HydrateReport named = hydrates(new Selection.Named(List.of("/a")));
    HydrateReport refused = hydrates(new Selection.Named(List.of("/b")));

    assertThat(named.hydrated()).isEqualTo(1);
    assertThat(refused.firstFailure()).hasValueSatisfying(
        failure -> assertThat(failure).isInstanceOf(Failure.QuotaReached.class));
    assertThat(bench.remote().requests()).noneMatch(request -> request.path().equals("/b"));
    assertThat(ledger.inside).isEmpty();
    assertThat(ledger.left).isEqualTo(ledger.entered).isEqualTo(1);
  }

  @Test
  void roomIsGivenBackHoweverAFetchEnds() {
    List.of("/edited", "/gone", "/here", "/refused", "/wrong").forEach(name -> bench.remote().put(name, "x"));
    bench.cloned();
    bench.remote().delete("/gone");
    bench.remote().faults().refuse("/refused", Failure.RemoteCode.FORBIDDEN);
    bench.remote().faults().wrongBytes("/wrong", 9);
    bench.remote().beforeEach(request -> {
      if (request.path().equals("/edited")) {
        bench.mirror().personWrites("/edited", "mine");
      }
    });

    hydrates(ALL);

    assertThat(bench.states()).containsEntry("/here", PathState.HYDRATED).containsEntry("/edited", PathState.MODIFIED);
    assertThat(ledger.inside).isEmpty();
    assertThat(ledger.left).isEqualTo(ledger.entered).isEqualTo(5);
  }

  @Test
  void aFileThatGrewPastTheRoomIsBrokenOff() {
    bench.remote().put("/a", "small");
    bench.cloned();
    bench.remote().put("/a", "larger than the room that there is for it");

    HydrateReport report = hydrates(ALL);

    assertThat(report.firstFailure()).hasValueSatisfying(
        failure -> assertThat(failure).isInstanceOf(Failure.QuotaReached.class));
    assertThat(bench.mirror().stagedNames()).isEmpty();
    assertThat(ledger.inside).isEmpty();
  }

  private HydrateReport hydrates(Selection selection) {
    Fetcher fetcher =
        new Fetcher(bench.remote(), bench.mirror().staging(), bench.mirror().tree(), bench.clock(), ledger);
    HydrateSettings settings = HydrateSettings.DEFAULTS;
    return new HydrateMirror(
        new Passes(bench.mirror().lock(), bench.clock(), bench.pauses()), bench.mirror().commits(),
        new Discovery(bench.mirror().manifest(), bench.mirror().tree(), settings), fetcher, bench.clock(),
        bench.pauses(), settings)
        .hydrate(HydrateRequest.of(selection), item -> {}, Progress.silent(), bench.stop());
  }
}
