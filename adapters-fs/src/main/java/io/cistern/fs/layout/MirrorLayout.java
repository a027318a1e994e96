package io.cistern.fs.layout;

import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.journal.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names below a mirror's root that belong to Cistern. The only place that spells them. */
public final class MirrorLayout {
  /** The control directory, mode 0700. */
  public static final String CONTROL = ".cistern";

  /** Which mirror this is: id, format version, origin, what the file system folds. */
  public static final String IDENTITY = CONTROL + "/mirror.json";

  /** The same while the mirror is being made. */
  public static final String UNFINISHED_IDENTITY = IDENTITY + ".unfinished";

  /** The user's settings for this mirror. */
  public static final String CONFIG = CONTROL + "/config.toml";

  /** Holds the pointer, the segments and the checkpoints. */
  public static final String LOG = CONTROL + "/log";

  /** The durable pointer: which checkpoint, and the first segment to read after it. */
  public static final String POINTER = LOG + "/pointer";

  public static final String STAGING = CONTROL + "/staging";

  /** An empty directory for a process that begins when the disk is too full for a new one. */
  public static final String SPARE = CONTROL + "/spare";

  /** Hold room that a recovery gives back, one after the other and from the last on, as long as it finds the disk full. */
  public static final List<String> ROOMS =
      List.of(CONTROL + "/room", CONTROL + "/room-1", CONTROL + "/room-2", CONTROL + "/room-3");

  public static final String TRASH = CONTROL + "/trash";
  public static final String QUARANTINE = CONTROL + "/quarantine";
  public static final String LOCKS = CONTROL + "/locks";

  /** What the mirror remembers of its compactions. */
  public static final String COMPACTION_NOTES = CONTROL + "/compaction";

  /** NAME_MAX of every file system the power-cut promise names. */
  private static final int LONGEST_NAME = 255;

  /** A longer "extension" is a name with a dot in it. */
  private static final int LONGEST_EXTENSION = 32;

  private static final String SEGMENT_SUFFIX = ".seg";
  private static final String CHECKPOINT_SUFFIX = ".ckpt";
  private static final String TEMPORARY_SUFFIX = ".tmp";
  private static final String NOTICE_SUFFIX = ".notice";
  private static final String PROBE_PREFIX = "probe-";
  private static final String UNFINISHED_SUFFIX = ".preparing";
  private static final String PREPARED_SUFFIX = ".prepared";

  /** Only names that this class spells: a person may have put a file of their own there. */
  private static final Pattern LEFT_OF_MAKING =
      Pattern.compile("mirror\\.json\\.[0-9a-f]{1,16}\\.tmp|probe-[0-9a-f]{1,16}-(case|CASE|\u00e9|e\u0301)");

  private MirrorLayout() {}

  /** A segment by its number; numbers grow by one and are never used twice. */
  public static String segment(long number) {
    return LOG + "/" + padded(number) + SEGMENT_SUFFIX;
  }

  /** A checkpoint by the sequence it is folded up to and a number that makes the name unique. */
  public static String checkpoint(Sequence upTo, long unique) {
    return LOG + "/" + padded(upTo.number()) + "-" + Long.toHexString(unique) + CHECKPOINT_SUFFIX;
  }

  /** Under what a file is written before it gets its name in the log directory. */
  public static String temporary(String finalName, long unique) {
    return finalName + "." + Long.toHexString(unique) + TEMPORARY_SUFFIX;
  }

  /** A file that asks the file system which names it takes for one; gone as soon as it has answered. */
  public static String probe(long unique, String question) {
    return CONTROL + "/" + PROBE_PREFIX + Long.toHexString(unique) + "-" + question;
  }

  /** Whether a file of the control directory is needed by nobody, because the making of a mirror was cut with it. */
  public static boolean isLeftOfMaking(String fileName) {
    return LEFT_OF_MAKING.matcher(fileName).matches();
  }

  /** A checkpoint being written beside everybody's work. Not temporary: who opens the mirror leaves it alone. */
  public static String unfinishedCheckpoint(long unique) {
    return LOG + "/" + Long.toHexString(unique) + UNFINISHED_SUFFIX;
  }

  /** A checkpoint that is whole and not in use; the name says what it was made from. */
  public static String preparedCheckpoint(List<Long> facts) {
    return LOG + "/" + facts.stream().map(Long::toHexString).collect(Collectors.joining("-")) + PREPARED_SUFFIX;
  }

  /** Whether a file of the log directory is a checkpoint that was not finished. */
  public static boolean isUnfinishedCheckpoint(String fileName) {
    return fileName.endsWith(UNFINISHED_SUFFIX);
  }

  /** What the name of a prepared checkpoint says; empty for other files. */
  public static List<Long> preparedFacts(String fileName) {
    if (!fileName.endsWith(PREPARED_SUFFIX)) {
      return List.of();
    }
    try {
      return Arrays.stream(fileName.substring(0, fileName.length() - PREPARED_SUFFIX.length()).split("-", -1))
          .map(number -> Long.parseUnsignedLong(number, 16))
          .toList();
    } catch (NumberFormatException notOurs) {
      return List.of();
    }
  }

  /** The number of a segment's file name (one segment, without directory); empty for other files. */
  public static OptionalLong segmentNumber(String fileName) {
    if (fileName.length() != 16 + SEGMENT_SUFFIX.length() || !fileName.endsWith(SEGMENT_SUFFIX)) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(fileName, 0, 16, 16));
    } catch (NumberFormatException notANumber) {
      return OptionalLong.empty();
    }
  }

  /** Whether a file of the log directory is named as a checkpoint is. */
  public static boolean isCheckpoint(String fileName) {
    return fileName.endsWith(CHECKPOINT_SUFFIX);
  }

  /** Whether something was being written under this name, which it was not to keep. */
  public static boolean isTemporary(String name) {
    return name.endsWith(TEMPORARY_SUFFIX);
  }

  /** Whether a file of the log directory holds, or held, something that was committed. */
  public static boolean isOfTheLog(String fileName) {
    return POINTER.endsWith("/" + fileName) || isCheckpoint(fileName) || fileName.endsWith(SEGMENT_SUFFIX);
  }

  /**
   * Whether a file of the log directory is needed by nobody: a temporary name, a segment before the first kept one, a
   * checkpoint other than the one in use.
   *
   * @param checkpoint the file name of the one in use
   */
  public static boolean isDisposable(String fileName, long firstSegment, Optional<String> checkpoint) {
    OptionalLong number = segmentNumber(fileName);
    if (number.isPresent()) {
      return number.getAsLong() < firstSegment;
    }
    return fileName.endsWith(TEMPORARY_SUFFIX)
        || (fileName.endsWith(CHECKPOINT_SUFFIX) && !checkpoint.equals(Optional.of(fileName)));
  }

  /** The torn end of a segment, kept as evidence; the same bytes get the same name. */
  public static String tornTail(long segment, long offset, int checksum) {
    return QUARANTINE + "/torn-" + padded(segment) + "-" + Long.toHexString(offset) + "-"
        + Integer.toHexString(checksum);
  }

  /** A file of a damaged mirror, kept as evidence; the same file gets the same name. */
  public static String evidence(String name, long inode) {
    return QUARANTINE + "/damaged-" + name.substring(CONTROL.length() + 1).replace('/', '-') + "-"
        + Long.toHexString(inode);
  }

  /** One process's directory in staging. */
  public static String owner(String id) {
    return STAGING + "/" + id;
  }

  /** The lock file that its owner holds while it lives. */
  public static String ownerLock(String id) {
    return owner(id) + "/owner.lock";
  }

  /** Says by its length how much of the disk's budget its owner has set aside. */
  public static String ownerShare(String id) {
    return owner(id) + "/share";
  }

  /** Where a publication puts what it displaced. */
  public static String trash(Sequence at, int index) {
    return TRASH + "/" + at.number() + "-" + index;
  }

  /** Where what a dead process was displacing is kept, because a program still wrote to it; of no group. */
  public static String strayTrash(int index) {
    return trash(Sequence.NONE, index);
  }

  /** What a file's name in trash says. */
  public record TrashName(Sequence at, int index) {
    /** Whether a group displaced it. */
    public boolean ofAGroup() {
      return !at.equals(Sequence.NONE);
    }
  }

  /** Reads a file name (one segment) in trash; empty for other files. */
  public static Optional<TrashName> trashName(String fileName) {
    int dash = fileName.indexOf('-');
    try {
      TrashName name = new TrashName(
          new Sequence(Long.parseLong(fileName, 0, Math.max(0, dash), 10)),
          Integer.parseInt(fileName, dash + 1, fileName.length(), 10));
      return trash(name.at(), name.index()).equals(TRASH + "/" + fileName) ? Optional.of(name) : Optional.empty();
    } catch (NumberFormatException | InvariantViolated notOurs) {
      return Optional.empty();
    }
  }

  /** A lock file: {@code mirror}, or a pass by its name. Never read, never removed. */
  public static String lock(String which) {
    return LOCKS + "/" + which.toLowerCase(Locale.ROOT) + ".lock";
  }

  /** Who holds the lock of that name; beside the lock file, because that one must never be opened twice. */
  public static String holder(String which) {
    return LOCKS + "/" + which.toLowerCase(Locale.ROOT) + ".holder";
  }

  /** Says that a hydration pass is wanted; empty. */
  public static String wantedPass() {
    return LOCKS + "/hydration.wanted";
  }

  /** What one process says it is at; removed when it has nothing to say. */
  public static String notice(String id) {
    return LOCKS + "/" + id + NOTICE_SUFFIX;
  }

  /** Whether a file beside the locks, named without its directory, is such a notice. */
  public static boolean isNotice(String fileName) {
    return fileName.endsWith(NOTICE_SUFFIX);
  }

  /**
   * The conflict copy of a visible name, relative to the root, in the same directory; shortened where the file system
   * would refuse the longer name.
   *
   * @param attempt 0 first; higher when a person has taken that name, too
   */
  public static String conflictCopy(String relativeName, Sequence at, int attempt) {
    int slash = relativeName.lastIndexOf('/');
    String directory = relativeName.substring(0, slash + 1);
    String name = relativeName.substring(slash + 1);
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String extension = dot > 0 ? name.substring(dot) : "";
    if (utf8Length(extension) > LONGEST_EXTENSION) {
      stem = name;
      extension = "";
    }
    String suffix = ".conflict-" + at.number() + (attempt == 0 ? "" : "-" + attempt) + extension;
    return directory + shortened(stem, LONGEST_NAME - utf8Length(suffix)) + suffix;
  }

  private static String shortened(String stem, int bytes) {
    String kept = stem;
    while (utf8Length(kept) > bytes) {
      kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
    }
    return kept;
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String padded(long number) {
    return String.format(Locale.ROOT, "%016x", number);
  }
}
