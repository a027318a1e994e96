package io.cistern.fs.tree;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Spool;
import io.cistern.application.port.Staging;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.layout.MirrorLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Staging in a directory of this process's own, held by a lock file while the process lives, so that a neighbour that
 * recovers never takes what is being prepared (flaw F4). Names are numbers that only grow.
 */
public final class FileStaging implements Staging, Spool {
  private static final int READABLE = 0444;
  private static final int OWNER_READS_AND_WRITES = 0600;

  private final Disk disk;
  private final InstantSource clock;
  private final int fileMode;
  private final LongSupplier random;
  private final Object beginning = new Object();
  private Optional<StagingOwner> owner = Optional.empty();

  /**
   * Makes nothing on disk before something is staged, so that a reader may have one.
   *
   * @param random where the name of this process's place comes from
   * @param fileMode permission bits of published files
   */
  public FileStaging(Disk disk, LongSupplier random, InstantSource clock, int fileMode) {
    this.disk = disk;
    this.random = random;
    this.clock = clock;
    this.fileMode = fileMode;
  }

  @Override
  public StagedContent stage(InputStream body, Instant modified, OptionalInt mode, Patience patience) {
    String name = owner().newName();
    try (DiskFile file = disk.create(name)) {
      MessageDigest digest = Contents.newDigest();
      long size = copy(body, file, digest, patience);
      file.setModified(nanos(modified));
      disk.setMode(name, mode.isPresent() ? allowed(mode.getAsInt()) : fileMode);
      FileFacts facts = file.facts();
      return new StagedContent(name, ContentHash.ofDigest(digest.digest()), size, facts.inode(), facts.modified());
    } catch (DiskException failed) {
      throw discarding(name, Failures.of(failed));
    } catch (IOException failed) {
      throw discarding(name, brokenBody(failed));
    } catch (CisternException failed) {
      throw discarding(name, failed);
    }
  }

  @Override
  public StagedContent placeholder(Instant modified) {
    return stage(InputStream.nullInputStream(), modified, Deadline.NEVER);
  }

  @Override
  public void setAside(long bytes) {
    try {
      if (bytes > 0 || !ownId().isEmpty()) {
        new OwnerShare(disk).write(owner().id(), bytes);
      }
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public long setAsideByOthers(HeldLock held) {
    held.ensureValid();
    try {
      return new StagingReaper(disk).livingShares(ownId());
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public Optional<StagedContent> recall(Sequence at, int index) {
    String name = owner().newName();
    try {
      disk.link(MirrorLayout.trash(at, index), name);
      ContentHash hash = Contents.hash(disk, name).orElseThrow();
      FileFacts facts = disk.look(name).orElseThrow();
      return Optional.of(new StagedContent(name, hash, facts.size(), facts.inode(), facts.modified()));
    } catch (DiskException failed) {
      if (failed.kind() == DiskException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw discarding(name, Failures.of(failed));
    }
  }

  @Override
  public void force(List<StagedContent> contents) {
    try {
      if (contents.size() > 1) {
        disk.syncAll();
      } else if (!contents.isEmpty()) {
        forceOne(contents.getFirst().name());
      }
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public boolean present(List<StagedContent> contents) {
    try {
      for (StagedContent content : contents) {
        if (disk.look(content.name()).filter(FileFacts::isFile).isEmpty()) {
          return false;
        }
      }
      return true;
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public InputStream open(String stagedName) {
    try {
      return Contents.open(disk, stagedName)
          .orElseThrow(() -> new CisternException(new Failure.LocalIo(stagedName, "staged content is gone")));
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public void discard(List<StagedContent> contents) {
    contents.forEach(content -> remove(content.name()));
  }

  @Override
  public int reap(HeldLock held) {
    held.ensureValid();
    try {
      return new StagingReaper(disk).reap(ownId());
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public Spool.Room open() {
    return new SpoolRoom(disk, owner().newName());
  }

  @Override
  public void close() {
    synchronized (beginning) {
      owner.ifPresent(StagingOwner::close);
      owner = Optional.empty();
    }
  }

  /** What was recalled may be a file that its owner may not write. */
  private void forceOne(String name) throws DiskException {
    try (DiskFile file = disk.openToWrite(name)) {
      file.force();
    } catch (DiskException refused) {
      if (refused.kind() != DiskException.Kind.NO_ACCESS) {
        throw refused;
      }
      disk.syncAll();
    }
    disk.forceDirectory(owner().directory());
  }

  /** Who may read the mirror's files may be allowed to run them; the owner can always do what recovery has to do. */
  private int allowed(int wanted) {
    int runnable = (fileMode & READABLE) >> 2;
    return (wanted & (fileMode | runnable)) | OWNER_READS_AND_WRITES;
  }

  private StagingOwner owner() {
    synchronized (beginning) {
      StagingOwner mine = owner.orElseGet(() -> StagingOwner.begin(disk, random));
      owner = Optional.of(mine);
      return mine;
    }
  }

  private String ownId() {
    synchronized (beginning) {
      return owner.map(StagingOwner::id).orElse("");
    }
  }

  private long copy(InputStream body, DiskFile file, MessageDigest digest, Patience patience) throws IOException {
    byte[] chunk = new byte[Contents.CHUNK_BYTES];
    long size = 0;
    for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
      if (patience.deadline().passed(clock.instant())) {
        throw new CisternException(new Failure.TimedOut("the content did not arrive in time"));
      }
      digest.update(chunk, 0, count);
      file.write(size, ByteBuffer.wrap(chunk, 0, count));
      size += count;
    }
    return size;
  }

  /** A body may carry its own failure, for example that the broker hung up. */
  private static CisternException brokenBody(IOException failed) {
    if (failed.getCause() instanceof CisternException told) {
      return told;
    }
    Failure.RemoteCode code = Failure.RemoteCode.REMOTE_UNAVAILABLE;
    String message = "the content broke off: " + failed.getMessage();
    return new CisternException(new Failure.Remote(code, Optional.empty(), message, Optional.empty()), failed);
  }

  private CisternException discarding(String name, CisternException cause) {
    try {
      remove(name);
    } catch (CisternException alsoFailed) {
      cause.addSuppressed(alsoFailed);
    }
    return cause;
  }

  private void remove(String name) {
    try {
      disk.unlink(name);
    } catch (DiskException failed) {
      if (failed.kind() != DiskException.Kind.NOT_FOUND) {
        throw Failures.of(failed);
      }
    }
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}
