package io.cistern.domain.sync;

import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a remote name can be held beside those that are held already. Who is held first keeps a folded name,
 * and names are asked for in byte order; of a file and a directory, the directory keeps the name.
 */
public final class NamePolicy {
  /** NAME_MAX of every file system in use. */
  public static final int MAX_SEGMENT_BYTES = 255;

  /** A key is a record of the log and a line on a screen, so a hostile name is cut. */
  public static final int MAX_KEY_CHARS = 1024;

  /** Room for the mark and the hash that keep two cut names apart. */
  private static final int CUT_KEY_CHARS = MAX_KEY_CHARS - 24;

  private NamePolicy() {}

  /** What is held already. */
  public interface Neighbours {
    /** Whether a file has this path. */
    boolean fileAt(String path);

    /** Whether something lies below this path, so that it is a directory. */
    boolean anythingBelow(String path);

    /** The name in this directory that the file system takes for the folded one. */
    Optional<String> foldedIn(String directory, String key);
  }

  /** The verdict on a name as the remote sent it. */
  public static NameVerdict judge(String raw, Folding folding, Neighbours held) {
    Optional<WorkspacePath> parsed = WorkspacePath.parse(raw);
    if (parsed.isEmpty()) {
      return new NameVerdict.Unfit(key(raw), "not a path that can be held here");
    }
    WorkspacePath path = parsed.get();
    List<String> segments = path.segments();
    if (segments.stream().anyMatch(NamePolicy::tooLong)) {
      return new NameVerdict.Unfit(key(raw), "a name in it is longer than " + MAX_SEGMENT_BYTES + " bytes");
    }
    Optional<String> twin = folding.any() ? twin(segments, folding, held) : Optional.empty();
    if (twin.isPresent()) {
      return new NameVerdict.Unfit(key(raw), "this file system takes it for " + twin.get());
    }
    if (held.anythingBelow(raw)) {
      return new NameVerdict.Unfit(key(raw), "a directory has this name");
    }
    return new NameVerdict.Fits(path, fileOnTheWay(segments, held));
  }

  /** Whether a name could be held were it the only one. */
  public static boolean fitsAlone(String raw) {
    return WorkspacePath.parse(raw).filter(path -> path.segments().stream().noneMatch(NamePolicy::tooLong)).isPresent();
  }

  /** The key of a name: itself where it is short and whole, else its start and a hash of it. */
  public static String key(String raw) {
    boolean whole = raw.codePoints().noneMatch(NamePolicy::unencodable);
    if (whole && !raw.isEmpty() && raw.length() <= MAX_KEY_CHARS) {
      return raw;
    }
    StringBuilder kept = new StringBuilder();
    raw.codePoints()
        .limit(CUT_KEY_CHARS / 2)
        .map(point -> unencodable(point) ? 0xFFFD : point)
        .forEach(kept::appendCodePoint);
    return kept + "~" + hash(raw);
  }

  private static boolean unencodable(int point) {
    return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  /** FNV-1a: tells names apart that were cut; two that still meet are remembered as one. */
  private static String hash(String raw) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < raw.length(); i++) {
      hash = (hash ^ raw.charAt(i)) * 0x100000001b3L;
    }
    return Long.toHexString(hash);
  }

  private static boolean tooLong(String segment) {
    return segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES;
  }

  private static Optional<String> twin(List<String> segments, Folding folding, Neighbours held) {
    StringBuilder directory = new StringBuilder();
    for (String segment : segments) {
      String here = directory.isEmpty() ? "/" : directory.toString();
      Optional<String> holder = held.foldedIn(here, folding.key(segment)).filter(name -> !name.equals(segment));
      if (holder.isPresent()) {
        return Optional.of(directory + "/" + holder.get());
      }
      directory.append('/').append(segment);
    }
    return Optional.empty();
  }

  private static Optional<String> fileOnTheWay(List<String> segments, Neighbours held) {
    StringBuilder directory = new StringBuilder();
    for (String segment : segments.subList(0, segments.size() - 1)) {
      directory.append('/').append(segment);
      if (held.fileAt(directory.toString())) {
        return Optional.of(directory.toString());
      }
    }
    return Optional.empty();
  }
}
