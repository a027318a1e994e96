package io.cistern.fs.testing;

import io.cistern.fs.testing.SimWrite.Fate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How one file comes back from a power cut.
 *
 * @param writes what becomes of each change that was not forced, in order
 * @param wholeLength whether it is as long as it was, zeros where nothing came back
 */
record FileFate(List<Fate> writes, boolean wholeLength) {
  private static final List<Fate> EVERY = List.of(Fate.values());

  /** Beyond, two fates that come to the same bytes are tried both: comparing them costs more. */
  private static final int MOST_COMPARED = 8;

  static FileFate all(Fate fate, int count) {
    return new FileFate(Collections.nCopies(count, fate), false);
  }

  static FileFate random(int count, SplittableRandom random) {
    List<Fate> fates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fates.add(EVERY.get(random.nextInt(EVERY.size())));
    }
    return new FileFate(fates, random.nextBoolean());
  }

  /**
   * Old, new, cut off at every change and in the middle of it, one change missing, one change garbage, all garbage,
   * only the length. Not every combination: those a sample has.
   */
  static List<FileFate> of(SimInode file) {
    int count = file.unforced.size();
    List<FileFate> fates = new ArrayList<>();
    fates.add(all(Fate.OLD, count));
    fates.add(all(Fate.NEW, count));
    fates.add(all(Fate.GARBAGE, count));
    fates.add(new FileFate(Collections.nCopies(count, Fate.OLD), true));
    for (int i = 0; i < count; i++) {
      fates.add(around(i, count, Fate.NEW, Fate.OLD, Fate.OLD));
      fates.add(around(i, count, Fate.NEW, Fate.HALF, Fate.OLD));
      fates.add(around(i, count, Fate.NEW, Fate.OLD, Fate.NEW));
      fates.add(around(i, count, Fate.NEW, Fate.GARBAGE, Fate.NEW));
    }
    return count <= MOST_COMPARED ? different(file, fates) : fates;
  }

  SimContent on(SimInode file) {
    SimContent content = file.forcedContent;
    for (int i = 0; i < writes.size(); i++) {
      content = file.unforced.get(i).on(content, writes.get(i));
    }
    return wholeLength ? content.cut(Math.max(content.length(), file.content.length())) : content;
  }

  private static FileFate around(int index, int count, Fate before, Fate at, Fate after) {
    List<Fate> fates = new ArrayList<>(Collections.nCopies(index, before));
    fates.add(at);
    fates.addAll(Collections.nCopies(count - index - 1, after));
    return new FileFate(fates, false);
  }

  private static List<FileFate> different(SimInode file, List<FileFate> fates) {
    List<FileFate> kept = new ArrayList<>();
    List<SimContent> seen = new ArrayList<>();
    for (FileFate fate : fates) {
      SimContent content = fate.on(file);
      if (seen.stream().noneMatch(content::sameAs)) {
        seen.add(content);
        kept.add(fate);
      }
    }
    return kept;
  }
}
