package io.cistern.fs.mirror;

import io.cistern.application.MirrorParts;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.MirrorRemains;
import io.cistern.application.port.MirrorRepair;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.disk.SystemDisk;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.lock.Caller;
import io.cistern.fs.lock.FileMirrorLock;
import io.cistern.fs.log.LogCreation;
import io.cistern.fs.log.ManifestReader;
import io.cistern.fs.log.RecoveryRoom;
import io.cistern.fs.log.SegmentCompactor;
import io.cistern.fs.log.SegmentedLog;
import io.cistern.fs.tree.Failures;
import io.cistern.fs.tree.FileStaging;
import io.cistern.fs.tree.FileTrash;
import io.cistern.fs.tree.FileWorkingTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A mirror in a directory of this machine: makes one or opens one, and hands out its ports. Opening writes nothing, so
 * readers may. Safe for use by many threads.
 */
public final class FileMirror implements AutoCloseable {
  /** How long making a mirror waits for another process that makes the same one. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int OWNER_ONLY = 0700;
  private static final int READ_AND_WRITE = 0666;
  private static final int ALL = 0777;

  private final Disk disk;
  private final SegmentedLog log;
  private final FileStaging staging;
  private final MirrorParts parts;
  private final MirrorRepair repair;

  private FileMirror(Disk disk, Path root, MirrorIdentity identity, MirrorHost host, long segmentBytes)
      throws DiskException {
    int mode = disk.look("").map(FileFacts::mode).orElse(OWNER_ONLY) | OWNER_ONLY;
    FileMirrorLock lock = lock(disk, host);
    this.disk = disk;
    this.repair = new FileRepair(disk, identity.id(), host.random());
    this.log = new SegmentedLog(disk, identity.id(), segmentBytes, lock::previousHolderLeftCleanly, host.random());
    this.staging = new FileStaging(disk, host.random(), host.clock(), mode & READ_AND_WRITE);
    ManifestReader reader = new ManifestReader(disk, identity.id());
    this.parts = new MirrorParts(
        identity, lock, log, log.manifest(), reader, reader, staging, staging,
        new FileWorkingTree(disk, root, host.clock(), mode & READ_AND_WRITE, mode & ALL), new FileTrash(disk),
        host.clock(), host.pauses(), new SegmentCompactor(log, () -> freeBytes(root)));
  }

  /** Whether a directory is the root of a mirror. */
  public static boolean isMirror(Path root) {
    try (Disk disk = SystemDisk.open(root)) {
      return new IdentityFile(disk).read().isPresent();
    } catch (DiskException nothingThere) {
      return false;
    }
  }

  /**
   * Opens the mirror in a directory.
   *
   * @throws CisternException {@code NoMirror}, {@code ForeignOwner} when the control directory belongs to another
   *     user, {@code MirrorDamaged} when the identity does not read back
   */
  public static FileMirror open(Path root, MirrorHost host) {
    return opened(root, disk -> over(disk, root, host));
  }

  /**
   * Makes the directory a mirror of a workspace, durably, or opens it where it is one of the same workspace already;
   * goes on where an earlier attempt was cut.
   *
   * @param baseUrl the broker's scheme, host and port
   * @param part which part of the workspace to mirror, {@code "/"} for all
   * @throws CisternException {@code Usage} when it is a mirror of something else, {@code ForeignOwner} when the control
   *     directory belongs to another user
   */
  public static FileMirror create(Path root, String baseUrl, WorkspaceId workspace, String part, MirrorHost host) {
    return opened(root, disk -> {
      refuseForeign(disk, root);
      // A mirror of a later format is refused before its locks are touched.
      new IdentityFile(disk).read();
      createOn(disk, baseUrl, workspace, part, host);
      return over(disk, root, host);
    });
  }

  /** As {@link #open}, on a disk that the mirror closes with itself. */
  public static FileMirror over(Disk disk, Path root, MirrorHost host) {
    return over(disk, root, host, SegmentedLog.SEGMENT_BYTES);
  }

  /** As {@link #over(Disk, Path, MirrorHost)}, with a log in larger or smaller segments. */
  public static FileMirror over(Disk disk, Path root, MirrorHost host, long segmentBytes) {
    refuseForeign(disk, root);
    try {
      MirrorIdentity identity = new IdentityFile(disk).read()
          .orElseThrow(() -> new CisternException(new Failure.NoMirror("there is no mirror at " + root)));
      return new FileMirror(disk, root, identity, host, segmentBytes);
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  /** As {@link #create}, on a disk, without opening it. */
  public static void createOn(Disk disk, String baseUrl, WorkspaceId workspace, String part, MirrorHost host) {
    try {
      for (String directory : List.of(
          MirrorLayout.CONTROL, MirrorLayout.LOCKS, MirrorLayout.STAGING, MirrorLayout.TRASH,
          MirrorLayout.QUARANTINE)) {
        makeIfAbsent(disk, directory);
      }
      try (HeldLock held = lock(disk, host).acquire(Deadline.after(host.clock().instant(), PATIENCE))
          .orElseThrow(() -> new CisternException(new Failure.MirrorInUse("another process is making this mirror")))) {
        IdentityFile file = new IdentityFile(disk);
        Optional<MirrorIdentity> known = file.read();
        if (known.isPresent()) {
          refuseAnother(known.get(), workspace, part);
        } else {
          clearLeftOvers(disk);
          MirrorIdentity making = unfinished(disk, file, baseUrl, workspace, part, host);
          new LogCreation(disk, making.id(), host.random()).createIfAbsent(held);
          new RecoveryRoom(disk).make();
          file.finish();
        }
        disk.forceDirectory(MirrorLayout.CONTROL);
        disk.forceDirectory("");
      }
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  /** The ports; valid until this is closed. */
  public MirrorParts parts() {
    return parts;
  }

  /** What is left in its own directory. */
  public MirrorRemains remains() {
    return new FileRemains(disk, parts.identity().id());
  }

  /** What repairs its records. */
  public MirrorRepair repair() {
    return repair;
  }

  /** The disk below them, for {@code doctor}. */
  public Disk disk() {
    return disk;
  }

  /** Gives this process's place in the mirror up; everything built on the parts is closed before. */
  @Override
  public void close() {
    staging.close();
    log.close();
    disk.close();
  }

  /** What to do with a disk; on failure the disk is closed. */
  private interface Opening {
    FileMirror on(Disk disk);
  }

  private static FileMirror opened(Path root, Opening opening) {
    Disk disk;
    try {
      disk = SystemDisk.open(root);
    } catch (DiskException failed) {
      throw new CisternException(new Failure.NoMirror("there is no directory " + root), failed);
    }
    try {
      return opening.on(disk);
    } catch (CisternException failed) {
      disk.close();
      throw failed;
    }
  }

  private static OptionalLong freeBytes(Path root) {
    try {
      return OptionalLong.of(Files.getFileStore(root).getUsableSpace());
    } catch (IOException untold) {
      return OptionalLong.empty();
    }
  }

  private static void refuseAnother(MirrorIdentity known, WorkspaceId workspace, String part) {
    if (!known.workspace().equals(workspace) || !known.root().equals(part)) {
      throw new CisternException(new Failure.Usage(
          "the directory mirrors " + known.root() + " of workspace " + known.workspace()));
    }
  }

  /** What an earlier attempt left when it was cut; nobody else is at it, because the mirror's lock is held. */
  private static void clearLeftOvers(Disk disk) throws DiskException {
    for (DirectoryEntry entry : disk.list(MirrorLayout.CONTROL)) {
      if (entry.readable() && MirrorLayout.isLeftOfMaking(entry.name())) {
        disk.unlink(MirrorLayout.CONTROL + "/" + entry.name());
      }
    }
  }

  /** An earlier attempt may have made the log already, and the log carries the id. */
  private static MirrorIdentity unfinished(
      Disk disk, IdentityFile file, String baseUrl, WorkspaceId workspace, String part, MirrorHost host)
      throws DiskException {
    String id = file.readUnfinished()
        .map(MirrorIdentity::id)
        .orElseGet(() -> new UUID(host.random().getAsLong(), host.random().getAsLong()).toString());
    Folding folding = FoldingProbe.probe(disk, host.random().getAsLong());
    MirrorIdentity making = new MirrorIdentity(id, baseUrl, workspace, part, folding);
    file.begin(making, host.random().getAsLong());
    return making;
  }

  private static FileMirrorLock lock(Disk disk, MirrorHost host) {
    return new FileMirrorLock(
        disk, Caller.here(host.command()), host.clock(), host.pauses(), host.random()::getAsLong, Caller::isAlive);
  }

  private static void makeIfAbsent(Disk disk, String directory) throws DiskException {
    try {
      disk.makeDirectory(directory, OWNER_ONLY);
    } catch (DiskException there) {
      if (there.kind() != DiskException.Kind.EXISTS) {
        throw there;
      }
    }
  }

  /** A control directory of another user could make us read what that user wants. */
  private static void refuseForeign(Disk disk, Path root) {
    try {
      Optional<FileFacts> control = disk.look(MirrorLayout.CONTROL);
      if (control.isPresent() && control.get().owner() != disk.user()) {
        throw new CisternException(new Failure.ForeignOwner(
            root.resolve(MirrorLayout.CONTROL) + " belongs to user " + control.get().owner() + ", not to you"));
      }
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }
}
