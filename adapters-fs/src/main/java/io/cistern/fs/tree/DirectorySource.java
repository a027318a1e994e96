package io.cistern.fs.tree;

import io.cistern.application.port.LocalSource;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.disk.SystemDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** A directory of this machine as a source, by a handle of its own that no symbolic link leads out of. */
public final class DirectorySource implements LocalSource {
  private final Disk disk;
  private final InstantSource clock;

  /** Over a disk that it closes. */
  public DirectorySource(Disk disk, InstantSource clock) {
    this.disk = disk;
    this.clock = clock;
  }

  /**
   * Opens a directory, following symbolic links up to and including it.
   *
   * @throws CisternException {@code LocalIo} when it cannot be opened
   */
  public static DirectorySource open(Path directory, InstantSource clock) {
    try {
      return new DirectorySource(SystemDisk.open(directory), clock);
    } catch (DiskException failed) {
      throw new CisternException(
          new Failure.LocalIo(directory.toString(), directory + " cannot be read: " + failed.detail()), failed);
    }
  }

  @Override
  public void scan(String name, Consumer<Found> sink) {
    new SourceScan(disk, sink).scan(name);
  }

  @Override
  public Opening open(String name) {
    try {
      DiskFile file = disk.openToRead(name);
      try {
        return new Opening.Opened(Contents.stream(file), identity(file.facts()));
      } catch (DiskException failed) {
        file.close();
        throw failed;
      }
    } catch (DiskException refused) {
      return new Opening.Refused(reason(refused), why(refused));
    }
  }

  @Override
  public Hashing hash(String name, Patience patience) {
    MessageDigest digest = Contents.newDigest();
    ByteBuffer chunk = ByteBuffer.allocate(Contents.CHUNK_BYTES);
    try (DiskFile file = disk.openToRead(name)) {
      Identity identity = identity(file.facts());
      long position = 0;
      while (file.read(position, chunk.clear()) > 0) {
        if (patience.deadline().passed(clock.instant())) {
          throw new CisternException(new Failure.TimedOut("reading " + name + " took too long"));
        }
        position += chunk.flip().remaining();
        digest.update(chunk);
      }
      return new Hashing.Hashed(ContentHash.ofDigest(digest.digest()), identity);
    } catch (DiskException refused) {
      return new Hashing.Refused(reason(refused), why(refused));
    }
  }

  @Override
  public Optional<Identity> look(String name) {
    try {
      return disk.look(name).filter(FileFacts::isFile).map(DirectorySource::identity);
    } catch (DiskException gone) {
      return Optional.empty(); // whoever opens it is told why
    }
  }

  @Override
  public void close() {
    disk.close();
  }

  private static Identity identity(FileFacts facts) {
    return new Identity(facts.inode(), facts.size(), facts.modified(), facts.changed(), facts.mode());
  }

  private static Refusal reason(DiskException refused) {
    return refused.kind() == DiskException.Kind.NOT_A_FILE ? Refusal.SPECIAL_FILE : Refusal.UNREADABLE;
  }

  static String why(DiskException refused) {
    return switch (refused.kind()) {
      case NOT_FOUND, NOT_A_DIRECTORY -> "it is gone";
      case NOT_A_FILE -> "it is no regular file";
      case NO_ACCESS -> "permission denied";
      case EXISTS, NOT_EMPTY, NO_SPACE, NAME_TOO_LONG, TOO_MANY_OPEN, TAINTED, OTHER ->
        "it cannot be read: " + refused.detail();
    };
  }
}
