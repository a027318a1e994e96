package io.cistern.domain.journal;

import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Revision;
import java.time.Instant;
import java.util.Optional;

/** One fact of the log. */
public sealed interface LogRecord {
  /**
   * A visible name is switched.
   *
   * @param after what the manifest holds from now on; empty when the path is gone
   */
  record Switched(Publication publication, Optional<PathEntry> after, Origin origin) implements LogRecord {
    public Switched {
      Invariant.check(
          after.map(entry -> entry.name().equals(publication.path().value())).orElse(true),
          "a switch and its entry speak of one path");
    }
  }

  /** The manifest learns something of a path; no visible name changes. */
  record Noted(PathEntry after, Origin origin) implements LogRecord {}

  /** The manifest forgets a name that has nothing on disk. */
  record Forgotten(String name, Origin origin) implements LogRecord {}

  /** The bootstrap moves. */
  record BootstrapMoved(BootstrapStep step) implements LogRecord {}

  /**
   * Everything up to this event is applied; in the group of the effects it stands for (invariant I6).
   *
   * @param revision what that event told; empty where it told none or was not seen
   */
  record CursorMoved(EventCursor watermark, Optional<Revision> revision) implements LogRecord {
    /** To an event that was not seen. */
    public CursorMoved(EventCursor watermark) {
      this(watermark, Optional.empty());
    }
  }

  /** Everything that the remote had at this moment is applied. */
  record InSync(Instant asOf) implements LogRecord {}

  /** Content of a name, and of everything below it, is always kept here. */
  record Pinned(String name) implements LogRecord {
    public Pinned {
      Invariant.check(Pins.canBe(name), "a pin is a path");
    }
  }

  /** A pin is taken away. */
  record Unpinned(String name) implements LogRecord {
    public Unpinned {
      Invariant.check(Pins.canBe(name), "a pin is a path");
    }
  }

  /**
   * The group is one of several that were asked for together, and are taken back together.
   *
   * @param since the last group when that began
   * @param id tells it from others that began there
   */
  record PartOf(Sequence since, long id) implements LogRecord {}

  /**
   * A process finished what a dead one had begun.
   *
   * @param rolledForward groups published for it
   * @param rolledBack staged files of its own removed
   */
  record Recovered(long rolledForward, long rolledBack) implements LogRecord {}
}
