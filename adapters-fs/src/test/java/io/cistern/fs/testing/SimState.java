package io.cistern.fs.testing;

import io.cistern.fs.disk.FileKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that a simulated file system holds: what programs see, what the disk has, and the changes in between. */
final class SimState {
  static final long ROOT = 2;

  /** What each thing takes, for a disk that can be full. */
  private static final long INODE_BYTES = 256;
  private static final long NAME_BYTES = 64;
  private static final long BLOCK_BYTES = 4096;

  final SimOptions options;
  final Map<Long, SimInode> inodes = new HashMap<>();
  final List<NameChange> pending = new ArrayList<>();
  /** Ends of names whose files come back from a power cut as they were. */
  final List<String> dullEnds = new ArrayList<>();

  private long lastNumber = ROOT;

  SimState(SimOptions options) {
    this.options = options;
  }

  static SimState empty(SimOptions options, long now) {
    SimState state = new SimState(options);
    state.inodes.put(ROOT, new SimInode(ROOT, FileKind.DIRECTORY, 0x1c0, now));
    return state;
  }

  SimState copy() {
    SimState copy = successor();
    inodes.values().forEach(inode -> copy.inodes.put(inode.number, inode.copy()));
    copy.pending.addAll(pending);
    return copy;
  }

  /** Holds nothing, but gives no inode number again. */
  SimState successor() {
    SimState next = new SimState(options);
    next.lastNumber = lastNumber;
    next.dullEnds.addAll(dullEnds);
    return next;
  }

  long lastNumber() {
    return lastNumber;
  }

  SimInode get(long number) {
    return Optional.ofNullable(inodes.get(number)).orElseThrow(() -> new AssertionError("no inode " + number));
  }

  SimInode make(FileKind kind, int mode, long now) {
    lastNumber++;
    SimInode inode = new SimInode(lastNumber, kind, mode, now);
    inodes.put(lastNumber, inode);
    return inode;
  }

  /** Changes names as programs see them, and remembers that the disk does not have it yet. */
  void apply(NameChange change, long now) {
    for (NameChange.Binding binding : change.bindings()) {
      Map<String, SimEntry> entries = get(binding.directory()).entries;
      Optional.ofNullable(entries.get(binding.key())).ifPresent(old -> get(old.inode()).links--);
      set(entries, binding);
      binding.entry().ifPresent(entry -> {
        get(entry.inode()).links++;
        get(entry.inode()).changed = now;
        get(entry.inode()).dull |= isDull(binding.key());
      });
      get(binding.directory()).modified = now;
      get(binding.directory()).changed = now;
    }
    if (options.splitRenames()) {
      split(change).forEach(pending::add);
    } else {
      pending.add(change);
    }
  }

  boolean isDull(NameChange change) {
    return change.bindings().stream().allMatch(binding -> isDull(binding.key()));
  }

  private boolean isDull(String key) {
    return dullEnds.stream().anyMatch(key::endsWith);
  }

  static void set(Map<String, SimEntry> entries, NameChange.Binding binding) {
    if (binding.entry().isPresent()) {
      entries.put(binding.key(), binding.entry().get());
    } else {
      entries.remove(binding.key());
    }
  }

  void forceDirectory(long directory) {
    int last = -1;
    for (int i = 0; i < pending.size(); i++) {
      if (pending.get(i).touches(directory)) {
        pending.set(i, pending.get(i).asForced());
        last = i;
      }
    }
    if (options.orderedMetadata()) {
      pending.subList(0, last + 1).replaceAll(NameChange::asForced);
    }
    fold();
  }

  void forceEverything() {
    pending.replaceAll(NameChange::asForced);
    fold();
    inodes.values().forEach(SimInode::force);
  }

  void loseUnforcedBytes() {
    inodes.values().forEach(SimInode::loseUnforced);
  }

  /** What is taken, as far as a disk can be full of it. */
  long usedBytes() {
    long used = 0;
    for (SimInode inode : inodes.values()) {
      if (inode.links > 0 || inode.writers > 0 || inode.number == ROOT) {
        used += INODE_BYTES + blocks(Math.max(inode.content.length(), inode.reserved)) * BLOCK_BYTES
            + inode.entries.size() * NAME_BYTES;
      }
    }
    return used;
  }

  long usedInodes() {
    return inodes.values().stream().filter(inode -> inode.links > 0 || inode.number == ROOT).count();
  }

  static long bytesOfNewInode() {
    return INODE_BYTES + NAME_BYTES;
  }

  static long bytesOfNewName() {
    return NAME_BYTES;
  }

  static long bytesToGrow(SimInode inode, long length) {
    long have = blocks(Math.max(inode.content.length(), inode.reserved));
    return Math.max(0, blocks(length) - have) * BLOCK_BYTES;
  }

  private static long blocks(long bytes) {
    return (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
  }

  private static List<NameChange> split(NameChange change) {
    return change.bindings().stream().map(NameChange.Binding::directory).distinct()
        .map(directory -> new NameChange(
            change.what() + " (in " + directory + ")",
            change.bindings().stream().filter(binding -> binding.directory() == directory).toList(),
            change.forced()))
        .toList();
  }

  /** Writes down forced changes that no earlier, unforced one could still come into. */
  private void fold() {
    List<NameChange> kept = new ArrayList<>();
    Set<NameChange.Place> taken = new HashSet<>();
    for (NameChange change : pending) {
      if (change.forced() && change.places().noneMatch(taken::contains)) {
        change.bindings().forEach(binding -> set(get(binding.directory()).forcedEntries, binding));
      } else {
        kept.add(change);
        change.places().forEach(taken::add);
      }
    }
    pending.clear();
    pending.addAll(kept);
  }
}
