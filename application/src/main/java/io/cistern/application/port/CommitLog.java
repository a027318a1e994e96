package io.cistern.application.port;

import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The history of a mirror, and through its fold the truth about it. What it returns from and after {@link #catchUp} is
 * forced: nothing may be built on a record that a power cut could take back (flaw F1).
 *
 * <p>Every writing method first makes sure that the lock is still held and that no force has failed in this process.
 */
public interface CommitLog extends MirrorStore {
  /**
   * Brings this process to the end of the log: judges the tail, cuts what is torn and keeps it as evidence, forces
   * what is left and its directory, and folds what is new into the {@link Manifest}. Costs one look when nobody else
   * has written since.
   *
   * @throws io.cistern.domain.failure.CisternException {@code MirrorDamaged} when a forced record does not read back;
   *     nothing is changed then
   */
  CaughtUp catchUp(HeldLock held);

  /** Committed groups that are not retired, oldest first; exact only after {@link #catchUp}. */
  List<Unretired> unretired();

  /**
   * Appends whole groups, then forces the log once. Durable when it returns: this is the commit point of each.
   *
   * @return the numbers given, in order
   */
  List<Sequence> append(HeldLock held, List<RecordGroup> groups);

  /** Records that the names of these groups are durable. Forced only if some outcome is not "published". */
  void retire(HeldLock held, List<Retirement> retirements);

  /** Forces what {@link #retire} left unforced; does nothing when all is forced. */
  void force(HeldLock held);

  /** Sets room aside for a recovery that finds the disk full; where none can be had, none is. Costs a few looks when it is. */
  void keepRoom(HeldLock held);

  /**
   * Gives back some of what {@link #keepRoom} set aside, so that it can be asked for again; answers whether there was any.
   * May come before {@link #catchUp}.
   */
  boolean giveRoomBack(HeldLock held);

  /**
   * What catching up found.
   *
   * @param movedOn whether another process had written since this one last looked, or this is its first look
   * @param evidence where a torn tail was kept, relative to the mirror's root
   */
  record CaughtUp(boolean movedOn, List<String> evidence) {}

  /**
   * A group whose visible names are not yet known to be durable.
   *
   * @param before what the manifest held for each switched path before the group
   */
  record Unretired(Committed committed, Map<WorkspacePath, Optional<PathEntry>> before) {}
}
