package io.cistern.fs.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Stands between a part and whoever calls it, to plant something there: decides of each call whether and how it happens. */
public final class Between {
  private Between() {}

  /** What happens instead of a call; most go on as they are. */
  @FunctionalInterface
  public interface Planting {
    /**
     * Answers for the part.
     *
     * @param arguments may be changed before the call goes on
     */
    Object instead(String method, Object[] arguments, Call real) throws Throwable;
  }

  /** A call on its way. */
  @FunctionalInterface
  public interface Call {
    Object go() throws Throwable;
  }

  public static <T> T callersAnd(Class<T> type, T real, Planting planting) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, given) -> {
      Object[] arguments = given == null ? new Object[0] : given;
      return planting.instead(method.getName(), arguments, () -> {
        try {
          return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
          throw thrown.getCause();
        }
      });
    }));
  }
}
