package io.cistern.domain.manifest;

import io.cistern.domain.failure.Invariant;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many paths are in each state, how many bytes of content are here, and how many paths the remote does not list.
 *
 * @param paths one count per state, none negative
 * @param hydratedBytes decoded bytes of all hydrated paths
 * @param unlisted paths of any state that the remote does not list, although nobody removed them
 */
public record StateCounts(Map<PathState, Long> paths, long hydratedBytes, long unlisted) {
  /** The counts of an empty manifest. */
  public static final StateCounts NONE = new StateCounts(Map.of(), 0, 0);

  public StateCounts {
    paths = Map.copyOf(paths);
    Invariant.check(paths.values().stream().allMatch(count -> count >= 0), "a count of paths is not negative");
  }

  public long of(PathState state) {
    return paths.getOrDefault(state, 0L);
  }

  /** The sum over all states. */
  public long total() {
    return paths.values().stream().mapToLong(Long::longValue).sum();
  }

  /** With one entry more. */
  public StateCounts plus(PathEntry entry) {
    return moved(entry, 1);
  }

  /** With one entry less. */
  public StateCounts minus(PathEntry entry) {
    return moved(entry, -1);
  }

  /** With all of these more. */
  public StateCounts plus(StateCounts other) {
    return merged(other, 1);
  }

  /** With all of these less. */
  public StateCounts minus(StateCounts other) {
    return merged(other, -1);
  }

  private StateCounts merged(StateCounts other, int by) {
    Map<PathState, Long> next = new EnumMap<>(PathState.class);
    next.putAll(paths);
    other.paths.forEach((state, count) -> next.merge(state, by * count, Long::sum));
    next.values().removeIf(count -> count == 0);
    return new StateCounts(next, hydratedBytes + by * other.hydratedBytes, unlisted + by * other.unlisted);
  }

  private StateCounts moved(PathEntry entry, int by) {
    Map<PathState, Long> next = new EnumMap<>(PathState.class);
    next.putAll(paths);
    next.merge(entry.state(), (long) by, Long::sum);
    next.values().removeIf(count -> count == 0);
    long bytes = entry.state() == PathState.HYDRATED ? entry.size() : 0;
    return new StateCounts(next, hydratedBytes + by * bytes, unlisted + (entry.unlisted() ? by : 0));
  }
}
