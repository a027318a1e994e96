package io.cistern.cli.command;

import io.cistern.cli.homes.HomeDirectory;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Printer;
import io.cistern.cli.wiring.Accounts;
import io.cistern.domain.probe.HomeName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Drops the token of a credential home. */
@Command(name = "logout", header = "Drop the token of a credential home (--home NAME).")
final class LogoutCommand implements Callable<Integer> {
  private final Invocation invocation;

  LogoutCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    HomeDirectory homes = new HomeDirectory(invocation.surroundings());
    HomeName home = HomeOption.orDefault(invocation);
    boolean dry = invocation.options().dryRun();
    boolean held = dry ? homes.names().contains(home) : homes.drop(home);
    if (held && !dry) {
      Accounts.forget(home, invocation.surroundings());
    }
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.document("cistern.logout/1", json -> {
        json.writeStringProperty("home", home.value());
        json.writeBooleanProperty("dropped", held);
        json.writeBooleanProperty("dryRun", dry);
      });
    } else {
      printer.line(held
          ? (dry ? "would drop" : "dropped") + " the credential in home " + home
          : "there is no credential in home " + home);
    }
    return invocation.finish(ExitCode.DONE, held);
  }
}
