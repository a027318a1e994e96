package io.cistern.domain.trash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which displaced files have been kept long enough: those that nobody has touched for {@code maxAge}, and, oldest first,
 * as many as it takes for the rest to fit into {@code maxSize}. A file that is written to in trash is young again.
 *
 * @param maxAge how long a file is kept
 * @param maxSize bytes that are kept in all
 */
public record TrashRule(Duration maxAge, long maxSize) {
  /** A week is long enough to notice a mistake; a gibibyte is more than most mistakes weigh. */
  public static final TrashRule DEFAULT = new TrashRule(Duration.ofDays(7), 1L << 30);

  /**
   * A file that may go.
   *
   * @param aged whether its time is over, so that it may go even where the system cannot tell whether a program still
   *     has it open
   */
  public record Due(TrashedFile file, boolean aged) {}

  /** What may go now, oldest first. */
  public List<Due> due(List<TrashedFile> kept, Instant now) {
    long size = kept.stream().mapToLong(TrashedFile::size).sum();
    Instant since = now.minus(maxAge);
    List<Due> due = new ArrayList<>();
    List<TrashedFile> oldestFirst = kept.stream()
        .sorted(Comparator.comparing(TrashedFile::touched).thenComparing(TrashedFile::at)
            .thenComparing(TrashedFile::index))
        .toList();
    for (TrashedFile file : oldestFirst) {
      boolean aged = !file.touched().isAfter(since);
      if (aged || size > maxSize) {
        due.add(new Due(file, aged));
        size -= file.size();
      }
    }
    return due;
  }
}
