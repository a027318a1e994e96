package io.cistern.fs.log;

import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.disk.FileKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A disk in memory that remembers what was forced. After {@link #crash} a random legal subset of the rest is left: any of
 * the pending names of a directory, in their order; any mixture of old, new and torn bytes of a file. A force that was
 * made to fail leaves its bytes visible and clean, as the page cache does. Single-threaded.
 */
final class MemoryDisk implements Disk {
  /** Bytes that live or die together in a crash; smaller than a sector, so that frames tear. */
  private static final int GRAIN = 16;

  private final Map<String, Node> names = new TreeMap<>();
  private final Map<String, Node> durableNames = new TreeMap<>();
  private final Map<String, List<Runnable>> pending = new HashMap<>();
  private final List<String> journal = new ArrayList<>();
  private long nextInode = 100;
  private long room = Long.MAX_VALUE;
  private long stepsLeft = Long.MAX_VALUE;
  private Predicate<String> failingForce = name -> false;
  private boolean tainted;

  /** Stops the process before an operation; nothing after it happens. */
  static final class Halted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  MemoryDisk() {
    names.put("", new Node(true));
    durableNames.putAll(names);
  }

  private final class Node {
    final boolean directory;
    final long inode = nextInode++;
    byte[] bytes = new byte[0];
    byte[] durable = new byte[0];
    BitSet dirty = new BitSet();
    long reserved;
    boolean touched;

    Node(boolean directory) {
      this.directory = directory;
    }
  }

  /** Everything written or forced so far, one line each. */
  List<String> journal() {
    return journal;
  }

  void failForcesOf(Predicate<String> which) {
    failingForce = which;
  }

  /** From now on, so many bytes more can be reserved or written. */
  void leaveRoom(long bytes) {
    room = bytes;
  }

  void haltAfter(long steps) {
    stepsLeft = steps;
  }

  long stepsTaken() {
    return journal.size();
  }

  byte[] contents(String name) {
    return names.get(name).bytes.clone();
  }

  /** Up to where there is room for a file, beyond its end too. */
  long reserved(String name) {
    return names.get(name).reserved;
  }

  void overwrite(String name, byte[] bytes) {
    Node node = names.get(name);
    node.bytes = bytes.clone();
    node.durable = bytes.clone();
    node.dirty.clear();
  }

  /** The same disk for a new process: nothing is lost, what failed before is forgotten. */
  void killed() {
    stepsLeft = Long.MAX_VALUE;
    failingForce = name -> false;
    tainted = false;
  }

  /** Loses power. */
  void crash(Random random) {
    killed();
    for (List<Runnable> operations : pending.values()) {
      operations.stream().filter(operation -> random.nextBoolean()).forEach(Runnable::run);
    }
    pending.clear();
    names.clear();
    names.putAll(durableNames);
    for (Node node : names.values()) {
      lose(node, random);
    }
  }

  /** Loses power, and everything that was not forced. */
  void crashHard() {
    crash(new Random() {
      private static final long serialVersionUID = 1L;

      @Override
      public boolean nextBoolean() {
        return false;
      }
    });
  }

  private static void lose(Node node, Random random) {
    if (node.touched || !node.dirty.isEmpty()) {
      byte[] survived = Arrays.copyOf(node.durable, random.nextBoolean() ? node.bytes.length : node.durable.length);
      for (int from = 0; from < survived.length; from += GRAIN) {
        int to = Math.min(survived.length, from + GRAIN);
        boolean dirty = node.dirty.nextSetBit(from) >= 0 && node.dirty.nextSetBit(from) < to;
        if (dirty && random.nextBoolean()) {
          System.arraycopy(node.bytes, from, survived, from, Math.max(0, Math.min(to, node.bytes.length) - from));
        }
      }
      node.bytes = survived;
    } else {
      node.bytes = node.durable.clone();
    }
    node.durable = node.bytes.clone();
    node.dirty.clear();
    node.touched = false;
  }

  private void step(String what) throws DiskException {
    if (tainted) {
      throw new DiskException(Kind.TAINTED, what, "", "a force failed");
    }
    if (stepsLeft-- <= 0) {
      throw new Halted();
    }
    journal.add(what);
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private void change(String directory, Runnable durably) {
    pending.computeIfAbsent(directory, unused -> new ArrayList<>()).add(durably);
  }

  private Node file(String name) throws DiskException {
    Node node = names.get(name);
    if (node == null) {
      throw new DiskException(Kind.NOT_FOUND, "open", name, "no such file");
    }
    return node;
  }

  @Override
  public DiskFile create(String name) throws DiskException {
    step("create " + name);
    if (!names.containsKey(parent(name))) {
      throw new DiskException(Kind.NOT_FOUND, "create", name, "no such directory");
    }
    if (names.containsKey(name)) {
      throw new DiskException(Kind.EXISTS, "create", name, "exists");
    }
    Node node = new Node(false);
    names.put(name, node);
    change(parent(name), () -> durableNames.put(name, node));
    return new Open(name, node);
  }

  @Override
  public DiskFile openToRead(String name) throws DiskException {
    return new Open(name, file(name));
  }

  @Override
  public DiskFile openToWrite(String name) throws DiskException {
    return new Open(name, file(name));
  }

  @Override
  public Optional<FileFacts> look(String name) {
    return Optional.ofNullable(names.get(name)).map(MemoryDisk::facts);
  }

  private static FileFacts facts(Node node) {
    FileKind kind = node.directory ? FileKind.DIRECTORY : FileKind.FILE;
    return new FileFacts(kind, node.inode, node.bytes.length, 0, 0, 0600, 0, 1, 0);
  }

  @Override
  public List<DirectoryEntry> list(String directory) {
    return names.entrySet().stream()
        .filter(entry -> !entry.getKey().isEmpty() && parent(entry.getKey()).equals(directory))
        .map(entry -> new DirectoryEntry(
            entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1), true,
            entry.getValue().directory ? FileKind.DIRECTORY : FileKind.FILE))
        .toList();
  }

  @Override
  public void makeDirectory(String name, int mode) throws DiskException {
    step("mkdir " + name);
    Node node = new Node(true);
    names.put(name, node);
    change(parent(name), () -> durableNames.put(name, node));
  }

  @Override
  public void removeDirectory(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replace(String from, String to) throws DiskException {
    step("replace " + from + " " + to);
    move(from, to);
  }

  @Override
  public void rename(String from, String to) throws DiskException {
    step("rename " + from + " " + to);
    if (names.containsKey(to)) {
      throw new DiskException(Kind.EXISTS, "rename", to, "exists");
    }
    move(from, to);
  }

  private void move(String from, String to) throws DiskException {
    Node node = file(from);
    names.remove(from);
    names.put(to, node);
    change(parent(to), () -> {
      durableNames.remove(from);
      durableNames.put(to, node);
    });
  }

  @Override
  public void exchange(String one, String other) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean canExchange() {
    return false;
  }

  @Override
  public int user() {
    return 0;
  }

  @Override
  public boolean tainted() {
    return tainted;
  }

  @Override
  public void link(String existing, String added) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unlink(String name) throws DiskException {
    step("unlink " + name);
    file(name);
    names.remove(name);
    change(parent(name), () -> durableNames.remove(name));
  }

  @Override
  public void forceDirectory(String directory) throws DiskException {
    step("force " + directory);
    checkForce(directory);
    List<Runnable> operations = pending.remove(directory);
    if (operations != null) {
      operations.forEach(Runnable::run);
    }
  }

  private void checkForce(String name) throws DiskException {
    if (failingForce.test(name)) {
      tainted = true;
      throw new DiskException(Kind.OTHER, "force", name, "Input/output error");
    }
  }

  @Override
  public void syncAll() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setMode(String name, int mode) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Boolean> openForWriting(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<DiskLock> tryLock(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  private final class Open implements DiskFile {
    private final String name;
    private final Node node;

    Open(String name, Node node) {
      this.name = name;
      this.node = node;
    }

    @Override
    public int read(long position, ByteBuffer into) {
      int count = (int) Math.min(into.remaining(), node.bytes.length - position);
      if (count <= 0) {
        return -1;
      }
      into.put(node.bytes, (int) position, count);
      return count;
    }

    @Override
    public void write(long position, ByteBuffer from) throws DiskException {
      step("write " + name);
      int end = (int) position + from.remaining();
      take(end);
      if (end > node.bytes.length) {
        node.bytes = Arrays.copyOf(node.bytes, end);
      }
      node.dirty.set((int) position, end);
      from.get(node.bytes, (int) position, from.remaining());
    }

    private void take(long end) throws DiskException {
      long more = Math.max(0, end - Math.max(node.reserved, node.bytes.length));
      if (more > room) {
        throw new DiskException(Kind.NO_SPACE, "write", name, "No space left on device");
      }
      room -= room == Long.MAX_VALUE ? 0 : more;
    }

    @Override
    public FileFacts facts() {
      return MemoryDisk.facts(node);
    }

    @Override
    public void force() throws DiskException {
      step("force " + name);
      try {
        checkForce(name);
        byte[] forced = Arrays.copyOf(node.durable, node.bytes.length);
        node.dirty.stream().filter(i -> i < forced.length).forEach(i -> forced[i] = node.bytes[i]);
        node.durable = forced;
        node.touched = false;
      } finally {
        node.dirty.clear();
      }
    }

    @Override
    public void truncate(long length) throws DiskException {
      step("truncate " + name);
      node.bytes = Arrays.copyOf(node.bytes, (int) length);
      room += room == Long.MAX_VALUE ? 0 : Math.max(0, node.reserved - length);
      node.reserved = Math.min(node.reserved, length);
      node.touched = true;
    }

    @Override
    public void reserve(long length) throws DiskException {
      step("reserve " + name);
      take(length);
      node.reserved = Math.max(node.reserved, length);
    }

    @Override
    public void setModified(long nanos) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
