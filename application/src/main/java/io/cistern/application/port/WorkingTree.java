package io.cistern.application.port;

import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The directory that the user sees. No method follows a symbolic link, opens anything but a regular file, or leaves
 * the mirror's root.
 */
public interface WorkingTree extends MirrorStore {
  /**
   * Compare and set, name by name: asks {@link io.cistern.domain.publish.PublishTable} and does what it says. Repeating
   * it changes nothing; it may be cut anywhere.
   *
   * @return one per publication, in order
   */
  List<Switch> publish(HeldLock held, Sequence at, List<Publication> publications);

  /** Makes durable the names of these switches, and the parents of directories made for them. */
  void force(HeldLock held, List<Switch> switches);

  /**
   * After {@link #force}: looks at every displaced file; the expected one goes to trash or is ready to be dropped, any
   * other is given back to its name or kept beside it, durable when this returns.
   *
   * @return one per switch, in order
   */
  List<Settled> settle(HeldLock held, List<Switch> switches);

  /**
   * Drops what {@link #settle} left under staging names. Only for switches whose retirement is forced.
   */
  void drop(HeldLock held, List<Switch> switches);

  /** How the path looks now, without reading it. */
  Look look(WorkspacePath path);

  /** How programs use the regular file at the path; empty when there is none, or it may not be asked about. */
  Optional<Usage> usage(WorkspacePath path);

  /** The hash of the regular file at the path; empty when there is none. Reads the whole of it. */
  Optional<ContentHash> hash(WorkspacePath path);

  /** Opens the regular file at the path; empty when there is none. */
  Optional<InputStream> open(WorkspacePath path);

  /**
   * What a directory holds, in no order; empty where there is none, or it cannot be read. Nothing of Cistern's own.
   *
   * @param directory {@code "/"} or a path
   */
  List<Named> list(String directory);

  /** Where the path is for the person: an absolute name on this machine. */
  String locate(WorkspacePath path);

  /**
   * One name, switched or left.
   *
   * @param index the publication's place in its group: names its place in trash
   */
  record Switch(Sequence at, int index, Publication publication, Result result) {
    /** What {@link #publish} came to. */
    public enum Result {
      /** The name was switched now, or by an earlier try. */
      SWITCHED,
      /** The name already held what it shall hold. */
      ALREADY_THERE,
      /** A person's file keeps the name. */
      YIELDED
    }
  }

  /**
   * Something in a directory.
   *
   * @param name its full path as text; may be none that a workspace could hold
   */
  record Named(String name, Kind kind) {
    /** What it is. */
    public enum Kind {
      FILE,
      DIRECTORY,
      /** A symbolic link, FIFO, socket or device, or a name that is no text. */
      OTHER
    }
  }

  /** How a switch ended. */
  sealed interface Settled {
    /**
     * The name holds what was wished for.
     *
     * @param memo empty when the visible file no longer looks like what was published
     */
    record Published(Optional<Memo> memo) implements Settled {}

    /**
     * A person's bytes keep the name, or are kept beside it.
     *
     * @param visible what holds the name
     * @param conflictCopy where a person's bytes are kept beside it, relative to the root
     */
    record Yielded(Look visible, Optional<String> conflictCopy) implements Settled {}
  }

  /**
   * How programs use a file.
   *
   * @param read when it was last read, nanoseconds since the epoch, as seldom as the system writes that down
   * @param written whether some program holds it open for writing; empty where the system cannot tell
   */
  record Usage(long read, Optional<Boolean> written) {}

  /** What is under a visible name. */
  sealed interface Look {
    record Absent() implements Look {}

    /**
     * A regular file.
     *
     * @param placeholder whether the file has the form of a placeholder
     */
    record File(Memo memo, boolean placeholder) implements Look {}

    /**
     * A directory, symbolic link, FIFO, socket, device, or something on the way to the path that is no directory.
     *
     * @param kind in a word or two, for people
     */
    record NotAFile(String kind) implements Look {}

    /**
     * Could not be looked at.
     *
     * @param why for people
     */
    record Unreadable(String why) implements Look {}
  }
}
