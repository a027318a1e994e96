package io.cistern.fs.workspace;

import io.cistern.application.port.WorkspaceStore.Incoming;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.disk.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts what clients write into the served directory, each file in one step. Bodies wait at the directory's root, where
 * every name in it can be reached by a rename, under names that are never listed and that tell whose they are.
 */
final class Publisher {
  private static final String STAGED_PREFIX = ".cistern-serve-";
  private static final int NEW_FILE = 0644;
  private static final int NEW_DIRECTORY = 0755;
  private static final int CHUNK = 1 << 18;

  private final Disk served;
  private final String storeId;
  private final AtomicLong staged = new AtomicLong();

  Publisher(Disk served, String storeId) {
    this.served = served;
    this.storeId = storeId;
  }

  /** Whether a name at the root is a body of this store or of another one that serves the same directory. */
  static boolean isStagedName(String name) {
    return name.startsWith(STAGED_PREFIX);
  }

  /** Drops the bodies a dead process of this store left behind. */
  void clean() throws DiskException {
    for (DirectoryEntry entry : served.list("")) {
      if (entry.readable() && entry.kind() == FileKind.FILE && entry.name().startsWith(STAGED_PREFIX + storeId + "-")) {
        served.unlink(entry.name());
      }
    }
  }

  /** Keeps a body aside; its bytes are forced, its name is not. */
  StagedBody stage(InputStream body) throws DiskException {
    String name = STAGED_PREFIX + storeId + "-" + staged.incrementAndGet();
    DiskFile file = served.create(name);
    try (file) {
      ContentProbe probe = new ContentProbe();
      byte[] chunk = new byte[CHUNK];
      long position = 0;
      for (int count = read(body, chunk); count > 0; count = read(body, chunk)) {
        probe.take(chunk, 0, count);
        file.write(position, ByteBuffer.wrap(chunk, 0, count));
        position += count;
      }
      file.force();
      return new StagedBody(name, probe.probed());
    } catch (DiskException | RuntimeException e) {
      drop(name);
      throw e;
    }
  }

  /** Makes the staging names durable, so that a record may rest on them. */
  void forceStaged() throws DiskException {
    served.forceDirectory("");
  }

  /** Makes durable what was published and removed at these paths: every directory above them that is still there. */
  void forceNames(Collection<WorkspacePath> paths) throws DiskException {
    Set<String> directories = new TreeSet<>();
    for (WorkspacePath path : paths) {
      for (String parent = path.parent(); !parent.equals("/"); parent = parentOf(parent)) {
        directories.add(parent.substring(1));
      }
      directories.add("");
    }
    for (String directory : directories) {
      try {
        served.forceDirectory(directory);
      } catch (DiskException e) {
        if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.NOT_A_DIRECTORY) {
          throw e;
        }
      }
    }
  }

  /** Why the path cannot be a file here; empty when it can. */
  Optional<String> obstacle(WorkspacePath path) throws DiskException {
    for (String parent = path.parent(); !parent.equals("/"); parent = parentOf(parent)) {
      Optional<FileFacts> facts = lookThrough(parent.substring(1));
      if (facts.isPresent() && facts.get().kind() != FileKind.DIRECTORY) {
        return Optional.of("something else has the name of its directory " + parent);
      }
    }
    Optional<FileFacts> facts = served.look(path.relative());
    return facts.isEmpty() || facts.get().isFile()
        ? Optional.empty()
        : Optional.of(facts.get().kind() == FileKind.DIRECTORY ? "a directory has this name" : "not a file");
  }

  /** Gives staged bytes their name. */
  void publish(WorkspacePath path, String name) throws DiskException {
    makeParents(path.parent());
    Optional<FileFacts> replaced = served.look(path.relative());
    served.setMode(name, replaced.map(FileFacts::mode).orElse(NEW_FILE));
    if (replaced.isPresent()) {
      served.replace(name, path.relative());
    } else {
      served.rename(name, path.relative());
    }
  }

  /** Removes a file and the directories that it leaves empty: directories exist only through files. */
  void remove(WorkspacePath path) throws DiskException {
    served.unlink(path.relative());
    for (String parent = path.parent(); !parent.equals("/"); parent = parentOf(parent)) {
      try {
        served.removeDirectory(parent.substring(1));
      } catch (DiskException e) {
        return;
      }
    }
  }

  void drop(String name) {
    try {
      served.unlink(name);
    } catch (DiskException e) {
      return;
    }
  }

  /** A parent below something that is no directory cannot be looked at; the look at that one tells. */
  private Optional<FileFacts> lookThrough(String name) throws DiskException {
    try {
      return served.look(name);
    } catch (DiskException e) {
      if (e.kind() == Kind.NOT_A_DIRECTORY) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void makeParents(String directory) throws DiskException {
    if (directory.equals("/") || served.look(directory.substring(1)).isPresent()) {
      return;
    }
    makeParents(parentOf(directory));
    try {
      served.makeDirectory(directory.substring(1), NEW_DIRECTORY);
      // A rename into a directory that a power cut takes away would take the file's only name with it.
      served.forceDirectory(parentOf(directory).substring(1));
    } catch (DiskException e) {
      if (e.kind() != Kind.EXISTS) {
        throw e;
      }
    }
  }

  private static String parentOf(String directory) {
    int slash = directory.lastIndexOf('/');
    return slash == 0 ? "/" : directory.substring(0, slash);
  }

  private static int read(InputStream body, byte[] chunk) {
    try {
      return body.readNBytes(chunk, 0, chunk.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A body under a staging name. */
  final class StagedBody implements Incoming {
    private final String name;
    private final ContentProbe.Probed probed;

    private StagedBody(String name, ContentProbe.Probed probed) {
      this.name = name;
      this.probed = probed;
    }

    String name() {
      return name;
    }

    boolean text() {
      return probed.text();
    }

    @Override
    public ContentHash hash() {
      return probed.hash();
    }

    @Override
    public long size() {
      return probed.size();
    }

    /** A body that has been published is no longer under its staging name, so there is nothing to drop. */
    @Override
    public void close() {
      drop(name);
    }
  }
}
