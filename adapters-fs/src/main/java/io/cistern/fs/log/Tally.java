package io.cistern.fs.log;

import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import java.util.EnumMap;
import java.util.Map;

/** Counts entries by state while they stream by. */
final class Tally {
  private final long[] paths = new long[PathState.values().length];
  private long hydratedBytes;

  static Tally of(StateCounts counts) {
    Tally tally = new Tally();
    for (PathState state : PathState.values()) {
      tally.paths[state.ordinal()] = counts.of(state);
    }
    tally.hydratedBytes = counts.hydratedBytes();
    return tally;
  }

  void plus(byte[] body) {
    move(body, 1);
  }

  void minus(byte[] body) {
    move(body, -1);
  }

  StateCounts counts() {
    Map<PathState, Long> counts = new EnumMap<>(PathState.class);
    for (PathState state : PathState.values()) {
      if (paths[state.ordinal()] != 0) {
        counts.put(state, paths[state.ordinal()]);
      }
    }
    return new StateCounts(counts, hydratedBytes);
  }

  private void move(byte[] body, int by) {
    PathState state = EntryCodec.stateOf(body);
    paths[state.ordinal()] += by;
    if (state == PathState.HYDRATED) {
      hydratedBytes += by * EntryCodec.sizeOf(body);
    }
  }
}
