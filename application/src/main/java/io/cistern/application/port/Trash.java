package io.cistern.application.port;

import io.cistern.domain.journal.Sequence;
import io.cistern.domain.trash.TrashRule;
import io.cistern.domain.trash.TrashedFile;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.List;

/**
 * What publications displaced, kept for undo. {@link Staging#recall} gives it back. Safe for use by many threads.
 */
public interface Trash extends MirrorStore {
  /** What is kept, in no order. */
  List<TrashedFile> kept();

  /**
   * Drops these, but not what some program has open for writing, nor what was touched since it was looked at. Only for
   * groups whose retirement is forced (flaw F7).
   *
   * @return how many are gone
   */
  int drop(HeldLock held, List<TrashRule.Due> due);

  /**
   * Drops what groups before this one displaced: the log tells of them no more, so no undo can take them back. What some
   * program has open for writing, or may have, and what somebody wrote to since it came here, stays until its time is over.
   * Only when the retirement of those groups is forced.
   *
   * @param most so many at a time
   * @return how many are gone
   */
  int dropBefore(HeldLock held, Sequence firstKept, int most);

  /**
   * Drops what came back: the displaced file has its visible name again, so nothing is lost. Does nothing when the visible
   * name leads to another file. Only when the retirement of what brought it back is forced.
   */
  void dropIfVisible(HeldLock held, Sequence at, int index, WorkspacePath visible);
}
