package io.cistern.cli.command;

import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.clone.PlanPull.Plan;
import io.cistern.application.inspect.LocalChanges;
import io.cistern.application.inspect.StatusReport;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.ProgressLine;
import io.cistern.cli.wiring.RemoteVerbs;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.failure.CisternException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Receives what changed remotely since the last time, once. What was changed here is left alone and listed. */
@Command(
    name = "pull",
    header = "Receive what changed remotely since; what was changed here is kept and listed.")
final class PullCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin
  private final RemoteOptions options = new RemoteOptions();

  @Option(names = "--retry", description = "go on after a clone that gave up")
  private boolean retry;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  PullCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "pull")) {
      RemoteVerbs verbs = opened.remote(options, spec.commandLine().getParseResult());
      return invocation.options().dryRun() ? plan(opened, verbs) : run(opened, verbs);
    }
  }

  /** Edits are recorded first: what then comes from the remote meets a change made here, and not a file to refresh. */
  private int run(Opened opened, RemoteVerbs verbs) {
    verbs.warnings().forEach(invocation.printer()::warn);
    LocalChanges local = verbs.localChanges();
    CloneRequest request = new CloneRequest(
        false, false, retry, invocation.options().confirmation(), invocation.deadline());
    long recorded;
    CloneReport report;
    try (ProgressLine progress = invocation.progress("pull")) {
      recorded = local.record(progress, invocation.stop().signal());
      report = verbs.cloning().clone(request, file -> {}, progress, invocation.stop().signal());
    } catch (CisternException failed) {
      NamesView.unfinished(opened.session(), invocation, "pull", failed, json -> {});
      throw failed;
    }
    NamesView names = new NamesView(opened.session(), invocation.surroundings(), report);
    int code = invocation.finish(names.code(), !report.nothingChanged());
    new PullView(names, opened.paths(), invocation.printer()).print(local, recorded, code);
    return code;
  }

  /** Names that are not complete say nothing of what is still to come; the next step is all that can be told. */
  private int plan(Opened opened, RemoteVerbs verbs) {
    StatusReport status = opened.session().status(opened.settings()).status();
    PullPlanView view = new PullPlanView(opened.paths(), invocation.printer());
    if (status.bootstrap().phase() != Phase.COMPLETE || status.bootstrap().stall().isPresent()) {
      view.goesOn(status.next(), ExitCode.DONE);
      return ExitCode.DONE;
    }
    Plan plan = verbs.planningPull().plan(invocation.deadline(), invocation.stop().signal(), view::item);
    boolean changes = !(plan instanceof Plan.Replay(long paths, var _) && paths == 0);
    int code = invocation.finish(ExitCode.DONE, changes);
    view.conclude(plan, code);
    return code;
  }
}
