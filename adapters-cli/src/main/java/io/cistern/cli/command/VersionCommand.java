package io.cistern.cli.command;

import io.cistern.cli.output.Printer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Which program this is. */
@Command(name = "version", header = "Show the version of this program and of what it runs on.")
final class VersionCommand implements Callable<Integer> {
  private final Invocation invocation;

  VersionCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    print(invocation.printer());
    return 0;
  }

  static void print(Printer printer) {
    String java = System.getProperty("java.runtime.version", "unknown");
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (printer.json()) {
      printer.document("cistern.version/1", json -> {
        json.writeStringProperty("version", number());
        json.writeStringProperty("protocol", "relayfile-v1");
        json.writeStringProperty("java", java);
        json.writeStringProperty("system", system);
      });
    } else {
      printer.line("cistern " + number() + " (relayfile-v1, Java " + java + ", " + system + ")");
    }
  }

  /** The build writes it. */
  static String number() {
    try (InputStream file = VersionCommand.class.getResourceAsStream("/io/cistern/cli/version.properties")) {
      Properties properties = new Properties();
      if (file != null) {
        properties.load(file);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
