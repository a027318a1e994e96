package io.cistern.application.port;

import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The files behind an embedded broker, with their revisions and their history. One number counts every change of the
 * store: change {@code n} makes revision {@code n}, and is event and operation {@code n}. Numbers grow, may have gaps,
 * and are never given twice, not even over a restart.
 *
 * <p>Safe for use by many threads. Answers are true when given; a listing that is read step by step sees changes made
 * meanwhile. Failures of the machine are thrown as {@link io.cistern.domain.failure.CisternException}.
 */
public interface WorkspaceStore extends AutoCloseable {
  /** Bytes up to which content that is valid UTF-8 travels as text; anything longer travels as base64. */
  long TEXT_LIMIT = 1 << 20;

  /**
   * Notices what was changed behind the store's back, unless somebody looked a moment ago. Returns when the look is
   * over, whoever makes it.
   */
  void refresh();

  /** The file as it is now; looks at this one file. */
  Optional<StoredFile> find(WorkspacePath path);

  /** The file as it is now, with its bytes. */
  Reading open(WorkspacePath path);

  /** The first known file at or after a name, in byte order. */
  Optional<StoredFile> fileAtOrAfter(String name);

  /** The first directory that holds a file, at or after a name, in byte order; never the root. */
  Optional<String> directoryAtOrAfter(String name);

  /** How many files lie below a directory, at any depth. */
  long filesBelow(String directory);

  /** Changes with a greater number, oldest first, at most {@code limit}. */
  List<StoredChange> changesAfter(long number, int limit);

  /** Changes with a smaller number, newest first, at most {@code limit}. */
  List<StoredChange> changesBefore(long number, int limit);

  /** One change of the past; empty for a number that was never given, or is no longer kept. */
  Optional<StoredChange> change(long number);

  /**
   * Reads a body to its end and keeps it aside, until it is written or closed.
   *
   * @throws java.io.UncheckedIOException with what the stream threw, when reading fails
   */
  Incoming receive(InputStream body);

  /**
   * Makes changes one after the other, with nothing in between; one that is refused does not stop the others. Durable
   * when it returns.
   *
   * @return one outcome per write, in order
   */
  List<WriteOutcome> apply(List<Write> writes, String correlationId);

  /** What the last look left out, in no order, at most a thousand. */
  List<Skipped> skipped();

  /** Known files with a segment that starts with a dot. */
  long dotFiles();

  @Override
  void close();

  /**
   * A file of the workspace.
   *
   * @param number of its newest change, hence of its revision
   * @param size decoded bytes
   * @param base64 whether its content travels as base64 rather than as text
   */
  record StoredFile(
      WorkspacePath path,
      long number,
      ContentHash hash,
      long size,
      boolean base64,
      String contentType,
      Instant editedAt,
      Semantics semantics) {
    public Revision revision() {
      return new Revision("rev_" + number);
    }
  }

  /** How asking for a file's bytes ended. */
  sealed interface Reading {
    /** The bytes are those of exactly this revision unless somebody writes into the file meanwhile. */
    record Opened(StoredFile file, InputStream body) implements Reading {}

    record Absent() implements Reading {}

    /** Known, but this process may not read it. */
    record Unreadable(String why) implements Reading {}
  }

  /** A body kept aside. Closing it after it was written does nothing. */
  interface Incoming extends AutoCloseable {
    ContentHash hash();

    long size();

    @Override
    void close();
  }

  /** What must be true of a path for a write to happen (contract 7.4). */
  sealed interface Precondition {
    /** Whatever is there. */
    record Anything() implements Precondition {}

    record Absent() implements Precondition {}

    record At(String revision) implements Precondition {}
  }

  /** A name a client gives to one write, so that repeating it changes nothing (contract 7.6). */
  record ContentIdentity(String kind, String key, Duration ttl) {}

  /** One wish. */
  sealed interface Write {
    WorkspacePath path();

    Precondition precondition();

    /**
     * Creates or replaces a file.
     *
     * @param base64 whether the client sent it so
     * @param contentType empty keeps the known one
     * @param semantics empty keeps the known ones
     * @param identity repeated: the earlier change is the answer, before the precondition is looked at
     */
    record Put(
        WorkspacePath path,
        Incoming content,
        boolean base64,
        Optional<String> contentType,
        Semantics semantics,
        Precondition precondition,
        Optional<ContentIdentity> identity)
        implements Write {
      /** Says nothing about the file but its content. */
      public Put(
          WorkspacePath path,
          Incoming content,
          boolean base64,
          Optional<String> contentType,
          Precondition precondition,
          Optional<ContentIdentity> identity) {
        this(path, content, base64, contentType, Semantics.NONE, precondition, identity);
      }
    }

    record Remove(WorkspacePath path, Precondition precondition) implements Write {}
  }

  /** How one wish ended. */
  sealed interface WriteOutcome {
    record Applied(StoredChange change) implements WriteOutcome {}

    /** The identity has been seen: this is what it did then. */
    record Repeated(StoredChange change) implements WriteOutcome {}

    /** The precondition does not hold for the file that is there. */
    record Conflict(StoredFile current) implements WriteOutcome {}

    /** The precondition, or a removal, needs a file, and there is none. */
    record Missing() implements WriteOutcome {}

    /** The name cannot be a file here: a directory has it, a file has the name of its directory, it is too long. */
    record Blocked(String why) implements WriteOutcome {}
  }

  /**
   * One change of the past.
   *
   * @param hash of the new content; empty for removals
   * @param contentType empty for removals
   * @param byAgent whether a client made it, rather than somebody in the directory itself
   */
  record StoredChange(
      long number,
      Kind kind,
      String path,
      Optional<ContentHash> hash,
      String contentType,
      boolean byAgent,
      String correlationId,
      Optional<ContentIdentity> identity,
      Instant at) {
    /** What happened to the file. */
    public enum Kind {
      CREATED,
      UPDATED,
      DELETED
    }

    public String revision() {
      return "rev_" + number;
    }

    public String operation() {
      return "op_" + number;
    }

    public String event() {
      return "evt_" + number;
    }
  }

  /**
   * A name that is not served.
   *
   * @param name relative to the directory; its bytes in hex where it is not valid UTF-8
   */
  record Skipped(String name, String why) {}
}
