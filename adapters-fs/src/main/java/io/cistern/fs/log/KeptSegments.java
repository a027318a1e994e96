package io.cistern.fs.log;

import io.cistern.domain.compaction.CompactionPolicy;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.log.segment.Frame;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each segment of a log holds and weighs, and so which of them a compaction keeps for the history. */
final class KeptSegments {
  private final List<Span> spans;
  private final Sequence next;

  /** @param bytes that count, up to where the next segment says that it ends */
  private record Span(long number, Sequence first, long bytes, long records) {}

  private KeptSegments(List<Span> spans, Sequence next) {
    this.spans = spans;
    this.next = next;
  }

  /** How many records stand in each segment. */
  static final class Counts {
    private final Map<Long, Long> counts = new HashMap<>();

    void count(Unit unit) {
      if (unit.kind() == Frame.Kind.DATA) {
        counts.merge(unit.segment(), (long) unit.committed().group().records().size(), Long::sum);
      }
    }
  }

  /**
   * Of segments that follow each other.
   *
   * @param end where the last one ends
   * @param next the first group that none of them may hold
   */
  static KeptSegments of(List<Segment> segments, long end, Sequence next, Counts records) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      long number = segments.get(i).header().number();
      spans.add(new Span(
          number, segments.get(i).header().first(),
          i + 1 < segments.size() ? segments.get(i + 1).header().previousEnd() : end,
          records.counts.getOrDefault(number, 0L)));
    }
    return new KeptSegments(spans, next);
  }

  /** The number of the newest segment that begins at or before a group; of the oldest when none does. */
  long firstFor(long oldestGroup) {
    int at = spans.size() - 1;
    while (at > 0 && spans.get(at).first().number() > oldestGroup) {
      at--;
    }
    return spans.get(at).number();
  }

  /**
   * The number of the first segment, this one or a later one, from which on they do not outweigh a checkpoint of so many
   * bytes. The newest that holds a record stays whatever its size, so that the last operation can be looked at and taken
   * back.
   */
  long within(long first, long checkpointBytes) {
    long room = CompactionPolicy.historyRoom(checkpointBytes);
    long newest = spans.stream().filter(span -> span.records() > 0).mapToLong(Span::number).max().orElse(first);
    long kept = first;
    while (kept < newest && bytesFrom(kept) > room) {
      kept++;
    }
    return kept;
  }

  /** The first group that a segment, or the one behind the last, may hold. */
  Sequence begins(long segment) {
    int at = (int) (segment - spans.getFirst().number());
    return at < spans.size() ? spans.get(at).first() : next;
  }

  long bytesFrom(long first) {
    return spans.stream().filter(span -> span.number() >= first).mapToLong(Span::bytes).sum();
  }

  long recordsFrom(long first) {
    return spans.stream().filter(span -> span.number() >= first).mapToLong(Span::records).sum();
  }
}
