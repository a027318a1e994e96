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
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskFile;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** Parts of a mirror with one thing done otherwise, to show what goes wrong then. */
final class Planted {
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
        parts.identity(), parts.lock(), parts.log(), parts.manifest(), parts.reader(), parts.staging(), parts.spool(),
        tree, parts.clock(), parts.pauses());
  }

  static MirrorParts with(MirrorParts parts, Staging staging) {
    return new MirrorParts(
        parts.identity(), parts.lock(), parts.log(), parts.manifest(), parts.reader(), staging, parts.spool(),
        parts.tree(), parts.clock(), parts.pauses());
  }

  static MirrorParts with(MirrorParts parts, CommitLog log) {
    return new MirrorParts(
        parts.identity(), parts.lock(), log, parts.manifest(), parts.reader(), parts.staging(), parts.spool(),
        parts.tree(), parts.clock(), parts.pauses());
  }

  /** Something around each call of a part; it decides whether the call happens. */
  @FunctionalInterface
  interface Around {
    Object call(String method, Call real) throws Throwable;
  }

  /** A call on its way. */
  @FunctionalInterface
  interface Call {
    Object go() throws Throwable;
  }

  static <T> T around(Class<T> type, T real, Around around) {
    return proxy(type, (_, method, arguments) -> around.call(method.getName(), () -> passed(real, method, arguments)));
  }

  /** A disk that leaves some steps out and says that they are done; asked with the operation and its first name. */
  static Disk leavingOut(Disk disk, Predicate<String> leftOut) {
    return proxy(Disk.class, (_, method, arguments) -> {
      String name = arguments == null || arguments.length == 0 ? "" : String.valueOf(arguments[0]);
      if (leftOut.test(method.getName() + " " + name)) {
        return null;
      }
      Object result = passed(disk, method, arguments);
      return result instanceof DiskFile file ? leavingOut(file, name, leftOut) : result;
    });
  }

  private static DiskFile leavingOut(DiskFile file, String name, Predicate<String> leftOut) {
    return proxy(DiskFile.class,
        (_, method, arguments) -> leftOut.test(method.getName() + " " + name) ? null : passed(file, method, arguments));
  }

  private static Object passed(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
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
    public Optional<ContentHash> hash(WorkspacePath path) {
      return real.hash(path);
    }

    @Override
    public Optional<InputStream> open(WorkspacePath path) {
      return real.open(path);
    }

    @Override
    public String locate(WorkspacePath path) {
      return real.locate(path);
    }
  }

  /** Staging that is reaped otherwise, and believed to be there without a look. */
  static Staging reaping(Staging real, IntSupplier reaping) {
    return around(Staging.class, real, (method, call) -> switch (method) {
      case "reap" -> reaping.getAsInt();
      case "present" -> true;
      default -> call.go();
    });
  }
}
