package io.cistern.cli.command;

import io.cistern.cli.output.ExitCode;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.wiring.HelperStart;
import io.cistern.cli.wiring.ProbeWorker;
import io.cistern.domain.probe.HomeName;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * What a helper process runs; people have no use for it. It ends with its input, and with everything that it started:
 * that is how it learns that its caller is gone.
 */
@Command(name = "probe-worker", hidden = true, header = "Answer, line by line, what the account of a home has left.")
final class ProbeWorkerCommand implements Callable<Integer> {
  private final Invocation invocation;

  ProbeWorkerCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    HomeName home = HomeOption.orDefault(invocation);
    Settings settings = invocation.settings(Optional.empty());
    HelperStart start = HelperOptions.start(invocation);
    try (ProbeWorker worker = new ProbeWorker(
        home, start, settings, invocation.options().insecureHttp(), invocation.loader().probeCommands())) {
      // A question that is being answered may take long, and a read of the input cannot be broken off.
      invocation.stop().whenRequested(() -> {
        worker.hangUp();
        Runtime.getRuntime().halt(ExitCode.TERMINATED);
      });
      worker.run(System.in, invocation.surroundings().streams().out());
    }
    return ExitCode.DONE;
  }
}
