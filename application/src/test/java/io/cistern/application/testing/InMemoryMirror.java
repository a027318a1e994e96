package io.cistern.application.testing;

import io.cistern.application.commit.Commits;
import io.cistern.application.commit.Recovery;
import io.cistern.application.port.CommitLog;
import io.cistern.application.port.Compactor.Size;
import io.cistern.application.port.History;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.Staging;
import io.cistern.application.port.Trash;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.testing.MemoryState.Node;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A mirror without a disk, as one process sees it. A person may act on its tree, a test may plant failures, and {@link
 * #another} is a second process on the same mirror. Nothing is ever lost here: crashes belong to the adapters' tests.
 */
public final class InMemoryMirror {
  private final MemoryState state;
  private final MemoryLock.Shared locks;
  private final Set<String> living;
  private final MemoryFaults faults = new MemoryFaults();
  private final MemoryManifest manifest = new MemoryManifest();
  private final MemoryLock lock;
  private final MemoryLog log;
  private final MemoryStaging staging;
  private final MemoryTree tree;
  private final MemoryCompactor compactor;
  private final List<Recovery> recoveries = new CopyOnWriteArrayList<>();
  private final Commits commits;

  public InMemoryMirror(ManualClock clock) {
    this(new MemoryState(clock), new MemoryLock.Shared(), ConcurrentHashMap.newKeySet());
  }

  private InMemoryMirror(MemoryState state, MemoryLock.Shared locks, Set<String> living) {
    String process = "process-" + state.nextInode();
    this.state = state;
    this.locks = locks;
    this.living = living;
    this.lock = new MemoryLock(state, locks, process);
    this.log = new MemoryLog(state, manifest, faults);
    this.staging = new MemoryStaging(state, faults, process, living);
    this.tree = new MemoryTree(state, faults);
    this.compactor = new MemoryCompactor(state, log, manifest);
    this.commits =
        new Commits(lock, log, manifest, staging, tree, state.clock, Duration.ofSeconds(10), recoveries::add);
  }

  /** Another process on the same mirror, which has not looked at it yet. */
  public InMemoryMirror another() {
    return new InMemoryMirror(state, locks, living);
  }

  public Commits commits() {
    return commits;
  }

  public Manifest manifest() {
    return manifest;
  }

  public MirrorLock lock() {
    return lock;
  }

  public CommitLog log() {
    return log;
  }

  public Staging staging() {
    return staging;
  }

  public WorkingTree tree() {
    return tree;
  }

  public Trash trash() {
    return new MemoryTrash(state);
  }

  /** What was committed, as a process without a lock reads it. */
  public History history() {
    return from -> {
      List<History.Item> items = new ArrayList<>();
      synchronized (state) {
        for (MemoryState.Item item : state.log) {
          if (item instanceof MemoryState.Item.Group(Committed committed) && committed.at().compareTo(from) >= 0) {
            items.add(new History.Item(committed, retirement(committed.at())));
          }
        }
      }
      return new MemoryHistory(items.iterator());
    };
  }

  private Optional<Retirement> retirement(Sequence of) {
    return state.log.stream()
        .filter(MemoryState.Item.Retired.class::isInstance)
        .map(item -> ((MemoryState.Item.Retired) item).retirement())
        .filter(retirement -> retirement.of().equals(of))
        .findFirst();
  }

  private record MemoryHistory(Iterator<History.Item> items) implements History.Page {
    @Override
    public Sequence begins() {
      return Sequence.NONE.next();
    }

    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public History.Item next() {
      return items.next();
    }

    @Override
    public void close() {}
  }

  /** This process dies while it runs a pass. */
  public void diesInItsPass() {
    lock.died();
  }

  public MemoryCompactor compactor() {
    return compactor;
  }

  public MemoryFaults faults() {
    return faults;
  }

  /** What catching up had to do, so far. */
  public List<Recovery> recoveries() {
    return List.copyOf(recoveries);
  }

  /** How often the log was appended to, by any process: one force each. */
  public int appends() {
    return state.appends;
  }

  /** Every record that was ever committed, in order. */
  public List<LogRecord> records() {
    synchronized (state) {
      return state.log.stream()
          .filter(MemoryState.Item.Group.class::isInstance)
          .flatMap(item -> ((MemoryState.Item.Group) item).committed().group().records().stream())
          .toList();
    }
  }

  /** Every group that was ever committed, in order. */
  public List<Committed> committed() {
    synchronized (state) {
      return state.log.stream()
          .filter(MemoryState.Item.Group.class::isInstance)
          .map(item -> ((MemoryState.Item.Group) item).committed())
          .toList();
    }
  }

  /** Names in staging, of any process. */
  public Set<String> stagedNames() {
    synchronized (state) {
      return Set.copyOf(state.staging.keySet());
    }
  }

  /** Bytes of visible and of staged files, of all processes: what takes room at this moment. */
  public long contentBytes() {
    synchronized (state) {
      return Stream.concat(state.visible.values().stream(), state.staging.values().stream())
          .filter(Node.File.class::isInstance)
          .mapToLong(node -> ((Node.File) node).bytes().length)
          .sum();
    }
  }

  /** The process ends without a word; what it had staged stays until somebody finds it. */
  public void dies() {
    staging.close();
  }

  /** Somebody empties staging. */
  public void loseStaging() {
    synchronized (state) {
      state.staging.clear();
    }
  }

  /** Reads the committed state afresh, as a process without a lock does. */
  public MirrorReader reader() {
    return () -> {
      MemoryManifest fold = new MemoryManifest();
      synchronized (state) {
        state.log.forEach(fold::fold);
      }
      return new MirrorReader.View(
          fold, !fold.unretired().isEmpty(),
          new Size(state.log.size(), state.foldedUpTo, fold.at().number() - state.foldedUpTo));
    };
  }

  public static MirrorIdentity identity() {
    return identity("/", Folding.NONE);
  }

  public static MirrorIdentity identity(String root, Folding folding) {
    return new MirrorIdentity("mirror-1", "http://localhost", new WorkspaceId("ws"), root, folding);
  }

  /** A person saves a file. */
  public void personWrites(String path, String text) {
    synchronized (state) {
      state.visible.put(
          path,
          new Node.File(text.getBytes(StandardCharsets.UTF_8), state.nextInode(), state.now(), state.now()));
    }
  }

  /** A person removes a file. */
  public void personRemoves(String path) {
    synchronized (state) {
      state.visible.remove(path);
    }
  }

  /**
   * A person puts something that is no file in the place of a name.
   *
   * @param kind for example {@code "symbolic link"}; one that starts with {@code unreadable} cannot be looked at
   */
  public void personPuts(String path, String kind) {
    synchronized (state) {
      state.visible.put(path, new Node.Other(kind));
    }
  }

  /** A program reads a file. */
  public void personReads(String path) {
    synchronized (state) {
      state.accessed.put(path, state.now());
    }
  }

  /** A program opens a file for writing, and keeps it open. */
  public void personOpensToWrite(String path) {
    synchronized (state) {
      state.written.add(path);
    }
  }

  /** Bytes rot: nothing about the file but its content changes. */
  public void rots(String path, String text) {
    synchronized (state) {
      Node.File old = (Node.File) state.visible.get(path);
      state.visible.put(
          path,
          new Node.File(text.getBytes(StandardCharsets.UTF_8), old.inode(), old.modified(), old.changed()));
    }
  }

  /** What a person reads at the path; empty when no file is there. */
  public Optional<String> visible(String path) {
    return WorkspacePath.parse(path)
        .flatMap(tree::open)
        .map(in -> {
          try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
          }
        });
  }

  /** Every visible name. */
  public Set<String> visibleNames() {
    synchronized (state) {
      return Set.copyOf(state.visible.keySet());
    }
  }
}
