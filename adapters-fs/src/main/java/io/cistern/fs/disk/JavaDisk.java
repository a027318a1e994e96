package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The disk through Java's library, for machines whose system calls we do not know. Slower, without exchange, and with
 * a gap between looking at a way and using it that {@link NativeDisk} does not have. What was written is remembered,
 * since there is no force of everything.
 */
final class JavaDisk implements PlatformDisk {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path given;
  private final Path root;
  private final long inode;
  private final JavaNames names;
  private final Set<JavaFile> written = ConcurrentHashMap.newKeySet();
  private final Set<String> dirtyDirectories = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean forceFailed = new AtomicBoolean();

  private JavaDisk(Path given, Path root) throws DiskException {
    this.given = given;
    this.root = root;
    this.names = new JavaNames(root);
    this.inode = names.look("open", "").inode();
  }

  /** Opens the directory at a path, following symbolic links up to and including it. */
  static JavaDisk open(Path path) throws DiskException {
    try {
      Path root = path.toRealPath();
      if (!Files.isDirectory(root)) {
        throw new DiskException(Kind.NOT_A_DIRECTORY, "open", path.toString(), "not a directory");
      }
      return new JavaDisk(path, root);
    } catch (IOException failed) {
      throw JavaErrors.failure(failed, "open", path.toString());
    }
  }

  @Override
  public DiskFile create(String name) throws DiskException {
    DiskName.below("create", name);
    DiskFile file = opened("create", name, Set.of(
        StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    touched(name);
    return file;
  }

  @Override
  public DiskFile openToRead(String name) throws DiskException {
    names.requireFile("open", name);
    return opened("open", name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public DiskFile openToWrite(String name) throws DiskException {
    names.requireFile("open", name);
    return opened("open", name, Set.of(
        StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public Optional<FileFacts> look(String name) throws DiskException {
    try {
      return Optional.of(names.look("look at", name));
    } catch (DiskException failed) {
      if (failed.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  @Override
  public List<DirectoryEntry> list(String directory) throws DiskException {
    return names.at("list", directory, path -> {
      names.requireDirectory("list", directory);
      List<DirectoryEntry> entries = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
        for (Path child : stream) {
          entries.add(JavaEntries.of(child));
        }
      }
      return entries;
    });
  }

  @Override
  public void makeDirectory(String name, int mode) throws DiskException {
    DiskName.below("make directory", name);
    names.at("make directory", name, path -> Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(JavaNames.permissions(mode))));
    touched(name);
  }

  @Override
  public void removeDirectory(String name) throws DiskException {
    names.requireDirectory("remove directory", name);
    inParent("remove directory", name, SecureDirectoryStream::deleteDirectory);
  }

  @Override
  public void unlink(String name) throws DiskException {
    if (look(name).filter(facts -> facts.kind() == FileKind.DIRECTORY).isPresent()) {
      throw new DiskException(Kind.NOT_A_FILE, "unlink", name, "is a directory");
    }
    inParent("unlink", name, SecureDirectoryStream::deleteFile);
  }

  @Override
  public void replace(String from, String to) throws DiskException {
    DiskName.below("replace", to);
    if (look(to).filter(facts -> facts.kind() == FileKind.DIRECTORY).isPresent()) {
      throw new DiskException(Kind.NOT_A_FILE, "replace", to, "is a directory");
    }
    move("replace", from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void rename(String from, String to) throws DiskException {
    DiskName.below("rename", to);
    if (look(from).filter(FileFacts::isFile).isPresent()) {
      // A second link never takes a name that is taken; a move looks first and takes it later.
      link(from, to);
      unlink(from);
      return;
    }
    if (look(to).isPresent()) {
      throw new DiskException(Kind.EXISTS, "rename", to, "exists already");
    }
    move("rename", from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void exchange(String one, String other) throws DiskException {
    throw new DiskException(Kind.OTHER, "exchange", one, "not known to this system");
  }

  @Override
  public void link(String existing, String added) throws DiskException {
    names.requireFile("link", existing);
    DiskName.below("link", added);
    names.at("link", added, to -> names.at("link", existing, from -> Files.createLink(to, from)));
    touched(added);
  }

  @Override
  public void forceDirectory(String directory) throws DiskException {
    names.requireDirectory("force", directory);
    try {
      dirtyDirectories.remove(directory);
      JavaNames.force(names.path("force", directory));
    } catch (IOException failed) {
      throw JavaErrors.forceFailed(failed, directory);
    }
  }

  @Override
  public void syncAll() throws DiskException {
    if (forceFailed.get()) {
      throw new DiskException(Kind.OTHER, "force", "", "a file could not be forced when it was closed");
    }
    for (JavaFile file : List.copyOf(written)) {
      file.forceIfDirty();
    }
    for (String directory : List.copyOf(dirtyDirectories)) {
      if (look(directory).filter(facts -> facts.kind() == FileKind.DIRECTORY).isPresent()) {
        forceDirectory(directory);
      } else {
        dirtyDirectories.remove(directory);
      }
    }
  }

  @Override
  public void setMode(String name, int mode) throws DiskException {
    if (look(name).filter(facts -> facts.kind() == FileKind.SYMBOLIC_LINK).isPresent()) {
      throw new DiskException(Kind.NOT_A_FILE, "set mode of", name, "symbolic link");
    }
    names.at("set mode of", name, path -> Files.setPosixFilePermissions(path, JavaNames.permissions(mode)));
  }

  @Override
  public Optional<Boolean> openForWriting(String name) throws DiskException {
    names.requireFile("ask who writes", name);
    return Optional.empty();
  }

  @Override
  public boolean asksWriters() {
    return false;
  }

  @Override
  public boolean rootInPlace() {
    try {
      return given.toRealPath().equals(root) && names.look("look at", "").inode() == inode;
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public String fileSystem() {
    return FileSystems.name(root);
  }

  @Override
  public String implementation() {
    return "Java's library";
  }

  @Override
  public void close() {
    List.copyOf(written).forEach(JavaFile::close);
  }

  private DiskFile opened(String step, String name, Set<OpenOption> options) throws DiskException {
    boolean creates = options.contains(StandardOpenOption.CREATE_NEW);
    FileAttribute<?>[] attributes = creates ? new FileAttribute<?>[]{PRIVATE_FILE} : new FileAttribute<?>[0];
    FileChannel channel = names.at(step, name, path -> FileChannel.open(path, options, attributes));
    JavaFile file = new JavaFile(channel, names, name, this::closed);
    if (options.contains(StandardOpenOption.WRITE)) {
      written.add(file);
    }
    return file;
  }

  private void closed(JavaFile file, boolean lost) {
    written.remove(file);
    if (lost) {
      forceFailed.set(true);
    }
  }

  /** What is done to a name in a directory that is open. */
  @FunctionalInterface
  private interface InDirectory {
    void apply(SecureDirectoryStream<Path> directory, Path leaf) throws IOException;
  }

  /** Removes in an open directory, so that a link on the way cannot lead the removal elsewhere. */
  private void inParent(String step, String name, InDirectory deed) throws DiskException {
    DiskName.below(step, name);
    names.at(step, name, path -> {
      Path parent = path.resolveSibling("");
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
        if (stream instanceof SecureDirectoryStream<Path> secure && parent.toRealPath().equals(parent)) {
          deed.apply(secure, path.getFileName());
        } else {
          Files.delete(path);
        }
      }
      return path;
    });
    touched(name);
  }

  private void move(String step, String from, String to, CopyOption... options) throws DiskException {
    DiskName.below(step, from);
    DiskName.below(step, to);
    names.at(step, to, target -> names.at(step, from, source -> Files.move(source, target, options)));
    touched(from);
    touched(to);
  }

  private void touched(String name) throws DiskException {
    dirtyDirectories.add(DiskName.of("remember", name).directory());
  }
}
