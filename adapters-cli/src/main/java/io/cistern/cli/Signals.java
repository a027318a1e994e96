package io.cistern.cli;

import io.cistern.cli.command.StopRequest;
import io.cistern.cli.output.ExitCode;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Turns Ctrl-C and a termination into a stop request; the second one ends the process at once, which the mirror's log
 * survives like any kill.
 *
 * <p>{@code sun.misc.Signal} is reached by reflection, because naming it is a compiler warning that cannot be switched
 * off. A shutdown hook could not tell a second signal from the first.
 */
final class Signals {
  private Signals() {}

  /** Where the virtual machine offers no signals, they keep their usual effect. */
  static void into(StopRequest stop) {
    try {
      handle("INT", ExitCode.INTERRUPTED, stop);
      handle("TERM", ExitCode.TERMINATED, stop);
    } catch (ReflectiveOperationException | IllegalArgumentException _) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.request(ExitCode.INTERRUPTED)));
    }
  }

  private static void handle(String name, int code, StopRequest stop) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler}, (self, called, args) -> {
      if (called.getName().equals("handle") && !stop.request(code)) {
        Runtime.getRuntime().halt(code);
      }
      return called.getName().equals("hashCode") ? System.identityHashCode(self) : null;
    });
    Method handle = signal.getMethod("handle", signal, handler);
    handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
  }
}
