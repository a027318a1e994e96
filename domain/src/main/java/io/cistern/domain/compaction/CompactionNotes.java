package io.cistern.domain.compaction;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a mirror remembers of its compactions, over all processes. A help, not a truth: it may be lost at a power cut.
 *
 * @param lastStart when the last one started, from which the cooldown counts
 * @param started how many were started
 * @param ended how many ended in which way, by {@link CompactionEnd#word}
 * @param last how the last one ended
 */
public record CompactionNotes(
    Optional<Instant> lastStart, long started, Map<String, Long> ended, Optional<Ended> last) {
  /** Of a mirror that was never compacted. */
  public static final CompactionNotes NONE = new CompactionNotes(Optional.empty(), 0, Map.of(), Optional.empty());

  public CompactionNotes {
    ended = Map.copyOf(ended);
  }

  /**
   * How one ended.
   *
   * @param detail what there is to say beside the word; may be empty
   */
  public record Ended(String word, String detail, Instant at) {}

  /** After an event. */
  public CompactionNotes after(CompactionEvent event) {
    return switch (event) {
      case CompactionEvent.Started(long _, boolean _, Instant at) ->
        new CompactionNotes(Optional.of(at), started + 1, ended, last);
      case CompactionEvent.Ended(long _, CompactionEnd end, Instant at) -> {
        Map<String, Long> counted = new TreeMap<>(ended);
        counted.merge(end.word(), 1L, Long::sum);
        yield new CompactionNotes(lastStart, started, counted, Optional.of(new Ended(end.word(), end.detail(), at)));
      }
    };
  }
}
