package io.cistern.application.testing;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Staging;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Staging of one process of a mirror in memory. Closing it is the process's end. */
final class MemoryStaging implements Staging {
  private final MemoryState state;
  private final MemoryFaults faults;
  private final String owner;
  private final Set<String> living;

  MemoryStaging(MemoryState state, MemoryFaults faults, String owner, Set<String> living) {
    this.state = state;
    this.faults = faults;
    this.owner = owner;
    this.living = living;
    living.add(owner);
  }

  @Override
  public StagedContent stage(InputStream body, Instant modified, OptionalInt mode, Patience patience) {
    byte[] bytes;
    try {
      bytes = read(body, patience);
    } catch (IOException broken) {
      throw new CisternException(new Failure.LocalIo("staging", "the body broke: " + broken.getMessage()), broken);
    }
    faults.hit(MemoryFaults.Point.STAGE, () -> new CisternException(new Failure.LocalDiskFull("no space to stage")));
    synchronized (state) {
      String name = ".cistern/staging/" + owner + "/" + ++state.staged;
      long mtime = Math.multiplyExact(modified.toEpochMilli(), 1_000_000L);
      MemoryState.Node.File file = new MemoryState.Node.File(bytes, state.nextInode(), mtime, state.now());
      state.staging.put(name, file);
      return new StagedContent(name, Hashes.of(bytes), bytes.length, file.inode(), mtime);
    }
  }

  @Override
  public StagedContent placeholder(Instant modified) {
    return stage(InputStream.nullInputStream(), modified, Deadline.NEVER);
  }

  @Override
  public void setAside(long bytes) {
    synchronized (state) {
      state.shares.put(owner, bytes);
    }
  }

  @Override
  public long setAsideByOthers(HeldLock held) {
    held.ensureValid();
    synchronized (state) {
      boolean dead = state.shares.entrySet().stream()
          .anyMatch(share -> share.getValue() > 0 && !living.contains(share.getKey()));
      if (dead) {
        reap(held);
        state.shares.keySet().retainAll(living);
      }
      return state.shares.entrySet().stream()
          .filter(share -> !share.getKey().equals(owner))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  private byte[] read(InputStream body, Patience patience) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
      if (patience.deadline().passed(state.clock.instant())) {
        throw new CisternException(new Failure.TimedOut("staging took too long"));
      }
      bytes.write(chunk, 0, count);
    }
    return bytes.toByteArray();
  }

  @Override
  public Optional<StagedContent> recall(Sequence at, int index) {
    synchronized (state) {
      MemoryState.Node.File file = state.trash.get(at.number() + "-" + index);
      if (file == null) {
        return Optional.empty();
      }
      String name = ".cistern/staging/" + owner + "/" + ++state.staged;
      state.staging.put(name, file.changedAt(state.now()));
      return Optional.of(
          new StagedContent(name, Hashes.of(file.bytes()), file.bytes().length, file.inode(), file.modified()));
    }
  }

  @Override
  public void force(List<StagedContent> contents) {
    faults.hit(
        MemoryFaults.Point.FORCE_STAGING, () -> new CisternException(new Failure.MirrorTainted("a force failed")));
  }

  @Override
  public boolean present(List<StagedContent> contents) {
    synchronized (state) {
      return contents.stream().allMatch(content -> state.staging.containsKey(content.name()));
    }
  }

  @Override
  public InputStream open(String stagedName) {
    synchronized (state) {
      MemoryState.Node.File file = state.staging.get(stagedName);
      if (file == null) {
        throw new CisternException(new Failure.LocalIo(stagedName, "nothing is staged under this name"));
      }
      return new ByteArrayInputStream(file.bytes());
    }
  }

  @Override
  public void discard(List<StagedContent> contents) {
    synchronized (state) {
      contents.forEach(content -> state.staging.remove(content.name()));
    }
  }

  @Override
  public int reap(HeldLock held) {
    held.ensureValid();
    synchronized (state) {
      Set<String> dead = new HashSet<>(state.staging.keySet());
      dead.removeIf(name -> living.stream().anyMatch(alive -> name.startsWith(".cistern/staging/" + alive + "/")));
      dead.forEach(state.staging::remove);
      return dead.size();
    }
  }

  @Override
  public void close() {
    living.remove(owner);
  }
}
