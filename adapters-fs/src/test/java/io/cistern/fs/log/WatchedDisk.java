package io.cistern.fs.log;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskFile;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;

/** Asks before each operation on a disk whether it shall happen: to leave a step out, or to act between two. */
final class WatchedDisk {
  private WatchedDisk() {}

  /**
   * A disk that passes on what the predicate allows.
   *
   * @param allowed asked with the operation's name and the first name it works on; what is refused seems to succeed
   */
  static Disk of(Disk disk, Predicate<String> allowed) {
    return proxy(Disk.class, (proxy, method, arguments) -> {
      String name = arguments == null || arguments.length == 0 ? "" : String.valueOf(arguments[0]);
      if (!allowed.test(method.getName() + " " + name)) {
        return null;
      }
      Object result = passed(disk, method, arguments);
      return result instanceof DiskFile file ? watched(file, name, allowed) : result;
    });
  }

  private static DiskFile watched(DiskFile file, String name, Predicate<String> allowed) {
    return proxy(DiskFile.class, (proxy, method,
        arguments) -> allowed.test(method.getName() + " " + name) ? passed(file, method, arguments) : null);
  }

  private static Object passed(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
  }
}
