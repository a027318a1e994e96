package io.cistern.application.testing;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.HeldLock;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The log of a mirror in memory as one process sees it. */
final class MemoryLog implements CommitLog {
  private final MemoryState state;
  private final MemoryManifest manifest;
  private final MemoryFaults faults;
  private int seen;
  private boolean looked;

  MemoryLog(MemoryState state, MemoryManifest manifest, MemoryFaults faults) {
    this.state = state;
    this.manifest = manifest;
    this.faults = faults;
  }

  @Override
  public CaughtUp catchUp(HeldLock held) {
    held.ensureValid();
    synchronized (state) {
      boolean movedOn = !looked || seen < state.log.size();
      looked = true;
      foldNew();
      return new CaughtUp(movedOn, List.of());
    }
  }

  @Override
  public List<Unretired> unretired() {
    return manifest.unretired();
  }

  @Override
  public List<Sequence> append(HeldLock held, List<RecordGroup> groups) {
    held.ensureValid();
    faults.hit(MemoryFaults.Point.APPEND,
        () -> new CisternException(new Failure.LocalDiskFull("no space for the log")));
    synchronized (state) {
      checkEachPathOnce(groups);
      List<Sequence> numbers = new ArrayList<>();
      for (RecordGroup group : groups) {
        Sequence at = state.end().next();
        state.log.add(new MemoryState.Item.Group(new Committed(at, group)));
        numbers.add(at);
      }
      state.appends++;
      foldNew();
      return numbers;
    }
  }

  @Override
  public void retire(HeldLock held, List<Retirement> retirements) {
    held.ensureValid();
    synchronized (state) {
      retirements.forEach(retirement -> state.log.add(new MemoryState.Item.Retired(retirement)));
      foldNew();
    }
  }

  @Override
  public void force(HeldLock held) {
    held.ensureValid();
    state.forces++;
  }

  @Override
  public void keepRoom(HeldLock held) {
    held.ensureValid();
  }

  /** Memory is never full. */
  @Override
  public boolean giveRoomBack(HeldLock held) {
    held.ensureValid();
    return false;
  }

  private void foldNew() {
    state.log.subList(seen, state.log.size()).forEach(manifest::fold);
    seen = state.log.size();
  }

  /** Flaw F8: neither within these groups nor with what is unretired. */
  private void checkEachPathOnce(List<RecordGroup> groups) {
    Set<WorkspacePath> paths = new HashSet<>();
    unretired().forEach(one -> paths.addAll(one.committed().group().paths()));
    for (RecordGroup group : groups) {
      for (WorkspacePath path : group.paths()) {
        Invariant.check(paths.add(path), "F8: a path has at most one unretired record");
      }
    }
  }
}
