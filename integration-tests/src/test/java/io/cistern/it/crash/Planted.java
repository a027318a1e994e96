package io.cistern.it.crash;

import io.cistern.application.MirrorParts;
import io.cistern.application.port.CommitLog;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Staging;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.testing.Between;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Parts of a mirror with one thing done otherwise, to show what goes wrong then. */
public final class Planted {
  private Planted() {}

  /** Publishes in another way; {@code real} is the product's. */
  @FunctionalInterface
  interface Publishing {
    List<WorkingTree.Switch> publish(WorkingTree real, HeldLock held, Sequence at, List<Publication> publications);
  }

  /** Settles in another way. */
  @FunctionalInterface
  interface Settling {
    List<WorkingTree.Settled> settle(WorkingTree real, HeldLock held, List<WorkingTree.Switch> switches);
  }

  static MirrorParts with(MirrorParts parts, WorkingTree tree) {
    return new MirrorParts(
        parts.identity(), parts.lock(), parts.log(), parts.manifest(), parts.reader(), parts.history(), parts.staging(),
        parts.spool(), tree, parts.trash(), parts.clock(), parts.pauses(), parts.compactor());
  }

  static MirrorParts with(MirrorParts parts, Staging staging) {
    return new MirrorParts(
        parts.identity(), parts.lock(), parts.log(), parts.manifest(), parts.reader(), parts.history(), staging,
        parts.spool(), parts.tree(), parts.trash(), parts.clock(), parts.pauses(), parts.compactor());
  }

  public static MirrorParts with(MirrorParts parts, CommitLog log) {
    return new MirrorParts(
        parts.identity(), parts.lock(), log, parts.manifest(), parts.reader(), parts.history(), parts.staging(),
        parts.spool(), parts.tree(), parts.trash(), parts.clock(), parts.pauses(), parts.compactor());
  }

  /** A tree that publishes or settles otherwise. */
  record Tree(WorkingTree real, Publishing publishing, Settling settling) implements WorkingTree {
    static Tree publishing(WorkingTree real, Publishing publishing) {
      return new Tree(real, publishing, WorkingTree::settle);
    }

    static Tree settling(WorkingTree real, Settling settling) {
      return new Tree(real, WorkingTree::publish, settling);
    }

    @Override
    public List<Switch> publish(HeldLock held, Sequence at, List<Publication> publications) {
      return publishing.publish(real, held, at, publications);
    }

    @Override
    public void force(HeldLock held, List<Switch> switches) {
      real.force(held, switches);
    }

    @Override
    public List<Settled> settle(HeldLock held, List<Switch> switches) {
      return settling.settle(real, held, switches);
    }

    @Override
    public void drop(HeldLock held, List<Switch> switches) {
      real.drop(held, switches);
    }

    @Override
    public Look look(WorkspacePath path) {
      return real.look(path);
    }

    @Override
    public Optional<Usage> usage(WorkspacePath path) {
      return real.usage(path);
    }

    @Override
    public Optional<ContentHash> hash(WorkspacePath path) {
      return real.hash(path);
    }

    @Override
    public Optional<InputStream> open(WorkspacePath path) {
      return real.open(path);
    }

    @Override
    public List<Named> list(String directory) {
      return real.list(directory);
    }

    @Override
    public String locate(WorkspacePath path) {
      return real.locate(path);
    }
  }

  /** Staging that is reaped otherwise, and believed to be there without a look. */
  static Staging reaping(Staging real, IntSupplier reaping) {
    return Between.callersAnd(Staging.class, real, (method, _, call) -> switch (method) {
      case "reap" -> reaping.getAsInt();
      case "present" -> true;
      default -> call.go();
    });
  }
}
