package io.cistern.fs.log.checkpoint;

import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.fs.log.codec.EntryCodec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts entries by state while they stream by. */
public final class Tally {
  private final Map<PathState, long[]> paths = new EnumMap<>(PathState.class);
  private long hydratedBytes;
  private long unlisted;

  public Tally() {
    for (PathState state : PathState.values()) {
      paths.put(state, new long[1]);
    }
  }

  public static Tally of(StateCounts counts) {
    Tally tally = new Tally();
    for (PathState state : PathState.values()) {
      tally.cell(state)[0] = counts.of(state);
    }
    tally.hydratedBytes = counts.hydratedBytes();
    tally.unlisted = counts.unlisted();
    return tally;
  }

  public void plus(byte[] body) {
    move(body, 1);
  }

  public void minus(byte[] body) {
    move(body, -1);
  }

  public StateCounts counts() {
    Map<PathState, Long> counts = new EnumMap<>(PathState.class);
    for (PathState state : PathState.values()) {
      if (cell(state)[0] != 0) {
        counts.put(state, cell(state)[0]);
      }
    }
    return new StateCounts(counts, hydratedBytes, unlisted);
  }

  private void move(byte[] body, int by) {
    PathState state = EntryCodec.stateOf(body);
    cell(state)[0] += by;
    if (state == PathState.HYDRATED) {
      hydratedBytes += by * EntryCodec.sizeOf(body);
    }
    unlisted += EntryCodec.unlisted(body) ? by : 0;
  }

  private long[] cell(PathState state) {
    return Objects.requireNonNull(paths.get(state));
  }
}
