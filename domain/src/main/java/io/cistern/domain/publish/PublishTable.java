package io.cistern.domain.publish;

/**
 * Decides the next safe step of a publication from what lies on disk, never from what was done before: the same answer
 * holds for the first try, after a crash at any point, and after a person acted in between.
 *
 * <p>The rows and the trace behind each are in {@code docs/commit-path.md}. Pure and total.
 */
public final class PublishTable {
  private PublishTable() {}

  /** What lies under the staging name. */
  public enum Staged {
    /** Nothing: an exchange was undone by tidying, so the publication happened. */
    NOTHING,
    /** The same inode as the visible name: linked, and only the staging name is left to drop. */
    SAME_FILE,
    /** The staged bytes, in a file of their own: not exchanged. */
    NEW_BYTES,
    /** Other bytes: what an exchange displaced. */
    OTHER
  }

  /** What lies under the visible name. */
  public enum Visible {
    ABSENT,
    /** A regular file with the staged bytes. */
    NEW_BYTES,
    /** What the publication expects. */
    EXPECTED,
    /** Anything else, or no regular file. */
    OTHER
  }

  /** What lies under this publication's own name in trash. */
  public enum Trash {
    NOTHING,
    /** What the publication expected: moved away by it, the new content not yet linked. */
    EXPECTED,
    /** What a person had put there, moved away by it. */
    OTHER
  }

  /** What lies under the name that a move takes its file from. */
  public enum Source {
    ABSENT,
    /** The file that is to be moved. */
    EXPECTED,
    /** Anything else. */
    OTHER
  }

  /** What lies under the name that a move brings its file to. */
  public enum Destination {
    ABSENT,
    /** The same file as under the source: linked, and only the old name is left to go. */
    SAME_FILE,
    /** The moved bytes, in a file that the source does not lead to. */
    MOVED_BYTES,
    /** Anything else, or no regular file. */
    OTHER
  }

  /** What to do; after any step but the last three, look again. */
  public enum Step {
    /** Swap staging and visible name in one operation. */
    EXCHANGE,
    /** Link the staging name to the visible name, which must not exist. */
    LINK,
    /** Create an empty file that must not exist. */
    CREATE,
    /** Rename the visible name to its name in trash; if it is the old name of a move, force the way to the new one first. */
    MOVE_TO_TRASH,
    /** Rename the source to this name, which must not exist, in one operation. */
    MOVE,
    /** Link the source to this name, which must not exist. */
    LINK_SOURCE,
    /** The switch has happened: look at what it displaced. */
    SETTLE,
    /** The name already holds what it shall hold, and nothing was displaced. */
    NOTHING_TO_DO,
    /** The name belongs to a person: leave it. */
    YIELD
  }

  /**
   * The next step for staged content.
   *
   * @param exchangeable whether the file system can exchange two names; without it the expected file goes to trash
   *     first and the content is linked after it
   */
  public static Step forBytes(
      boolean absentExpected, Staged staged, Visible visible, Trash trash, boolean exchangeable) {
    return switch (staged) {
      case NOTHING, OTHER -> Step.SETTLE;
      case SAME_FILE -> trash == Trash.NOTHING ? Step.NOTHING_TO_DO : Step.SETTLE;
      case NEW_BYTES -> switch (visible) {
        case NEW_BYTES -> trash == Trash.NOTHING ? Step.NOTHING_TO_DO : Step.SETTLE;
        case ABSENT -> linkWhereAbsent(absentExpected, trash);
        case EXPECTED -> replaceExpected(absentExpected, exchangeable);
        case OTHER -> Step.YIELD;
      };
    };
  }

  /**
   * The next step for a placeholder that takes the place of content; {@code NEW_BYTES} of the visible name says that a
   * file of a placeholder's form is there. One that was not put there by this publication was emptied by a person.
   */
  public static Step forDehydrated(Staged staged, Visible visible, Trash trash, boolean exchangeable) {
    boolean emptiedByAPerson =
        staged == Staged.NEW_BYTES && visible == Visible.NEW_BYTES && trash == Trash.NOTHING;
    return emptiedByAPerson ? Step.YIELD : forBytes(false, staged, visible, trash, exchangeable);
  }

  /** The next step for a removal. */
  public static Step forNothing(Visible visible, Trash trash) {
    if (trash != Trash.NOTHING) {
      return Step.SETTLE;
    }
    return switch (visible) {
      case ABSENT -> Step.NOTHING_TO_DO;
      case EXPECTED -> Step.MOVE_TO_TRASH;
      case NEW_BYTES, OTHER -> Step.YIELD;
    };
  }

  /** The next step for a placeholder; {@code NEW_BYTES} says that an empty regular file is there. */
  public static Step forPlaceholder(Visible visible) {
    return switch (visible) {
      case ABSENT -> Step.CREATE;
      case NEW_BYTES -> Step.NOTHING_TO_DO;
      case EXPECTED, OTHER -> Step.YIELD;
    };
  }

  /**
   * The next step for the name that a file is moved to. That a person has copied the file there does not make it moved;
   * that the source is gone or another file by now does not make it unmoved.
   *
   * @param renames whether the file system can rename without ever replacing
   */
  public static Step forMovedFrom(Source source, Destination destination, boolean renames) {
    return switch (destination) {
      case SAME_FILE -> Step.NOTHING_TO_DO;
      case MOVED_BYTES -> source == Source.EXPECTED ? Step.YIELD : Step.NOTHING_TO_DO;
      case OTHER -> Step.YIELD;
      case ABSENT -> {
        if (source != Source.EXPECTED) {
          yield Step.YIELD;
        }
        yield renames ? Step.MOVE : Step.LINK_SOURCE;
      }
    };
  }

  /**
   * The next step for the name that a file is moved from; asked after the other. A name that nothing has, while the file
   * did not arrive, was removed by a person and not by this move (flaw F18).
   */
  public static Step forMovedTo(Source source, Destination destination, Trash trash) {
    if (trash != Trash.NOTHING) {
      return Step.SETTLE;
    }
    return switch (destination) {
      case SAME_FILE -> Step.MOVE_TO_TRASH;
      case MOVED_BYTES -> source == Source.ABSENT ? Step.NOTHING_TO_DO : Step.YIELD;
      case ABSENT, OTHER -> Step.YIELD;
    };
  }

  private static Step linkWhereAbsent(boolean absentExpected, Trash trash) {
    if (absentExpected) {
      return Step.LINK;
    }
    return switch (trash) {
      case EXPECTED -> Step.LINK;
      case OTHER -> Step.SETTLE;
      case NOTHING -> Step.YIELD;
    };
  }

  private static Step replaceExpected(boolean absentExpected, boolean exchangeable) {
    if (absentExpected) {
      return Step.YIELD;
    }
    return exchangeable ? Step.EXCHANGE : Step.MOVE_TO_TRASH;
  }
}
