package io.cistern.cli.command;

import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateRequest;
import io.cistern.application.inspect.StatusReport;
import io.cistern.application.inspect.VerifyReport;
import io.cistern.application.inspect.VerifyRequest;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.ProgressLine;
import io.cistern.cli.settings.SettingKeys;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.cli.wiring.BrokerSession;
import io.cistern.cli.wiring.MirrorSession;
import io.cistern.cli.wiring.RemoteAccess;
import io.cistern.cli.wiring.RemoteVerbs;
import io.cistern.cli.wiring.ServeRequest;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspaceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Everything once, over a directory, without leaving anything behind. */
@Command(name = "demo", header = "Serve a directory, mirror it, fetch it, verify it; leaves nothing behind.")
final class DemoCommand implements Callable<Integer> {
  private static final WorkspaceId WORKSPACE = new WorkspaceId("ws_demo");

  private final Invocation invocation;

  @Parameters(paramLabel = "DIR", arity = "0..1", description = "what to serve, only read (default: a small sample)")
  private Optional<Path> directory = Optional.empty();

  DemoCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    invocation.refuseDryRun("demo");
    invocation.startLogging();
    Instant began = invocation.surroundings().clock().instant();
    try (DemoRoom room = DemoRoom.make(invocation.surroundings())) {
      Path served = directory.isPresent() ? real(directory.get()) : room.sample();
      if (directory.isPresent()) {
        room.requireOutside(served);
      }
      ServeRequest request = new ServeRequest(
          served, WORKSPACE, room.broker(), room.broker().resolve("token"), ServeRequest.LOOPBACK, 0,
          ServeRequest.Extras.NONE);
      say("$ cistern serve " + served);
      try (BrokerSession broker = BrokerSession.start(request, invocation.surroundings().clock())) {
        say("  " + People.many(broker.serving().files(), "file") + " at " + broker.baseUrl() + ", "
            + broker.serving().skipped().size() + " names left out");
        RemoteAccess access = new RemoteAccess(
            broker.baseUrl().toString(), WORKSPACE, new TokenOrigin.File(request.tokenFile()), false);
        return mirror(room.mirror(), served, access, broker, began);
      }
    }
  }

  private int mirror(Path root, Path served, RemoteAccess access, BrokerSession broker, Instant began) {
    Settings settings = invocation.settings(Optional.empty());
    try (MirrorSession session = MirrorSession.create(root, access, "/", invocation.surroundings());
        ProgressLine progress = invocation.progress("demo")) {
      RemoteVerbs verbs = session.remote(access, settings, recovery -> Opened.tell(invocation, recovery));
      say("$ cistern clone " + broker.baseUrl() + "/v1/workspaces/" + WORKSPACE + " " + root);
      CloneReport names = verbs.cloning().clone(
          CloneRequest.PLAIN.until(invocation.deadline()), file -> {}, progress, invocation.stop().signal());
      HydrateReport eager = hydrate(verbs, new Selection.Eager(), progress);
      say("  " + People.many(names.counts().created(), "name") + ", " + PassOutput.summary(eager));
      status(session, settings);
      say("$ cistern hydrate '**'");
      HydrateReport all = hydrate(verbs, new Selection.Everything(), progress);
      say("  " + PassOutput.summary(all));
      say("$ cistern verify");
      VerifyReport verified = session.verify(settings, recovery -> Opened.tell(invocation, recovery))
          .verify(VerifyRequest.ALL, finding -> say("  " + finding.name() + ": " + finding.message()), progress,
              invocation.stop().signal());
      say("  " + VerifyCommand.text(verified));
      status(session, settings);
      StatusReport last = session.status(settings).status();
      return conclude(new DemoResult(served, broker.serving().files(), all, verified, last), began);
    }
  }

  private HydrateReport hydrate(RemoteVerbs verbs, Selection selection, ProgressLine progress) {
    PassOutput output = new PassOutput(invocation, new PathArguments(Path.of("/"), Path.of("/")));
    HydrateReport report = verbs.hydrating().hydrate(
        new HydrateRequest(selection, invocation.deadline()), output::item, progress, invocation.stop().signal());
    report.endedEarly().ifPresent(failure -> {
      throw new CisternException(failure);
    });
    return report;
  }

  private void status(MirrorSession session, Settings settings) {
    Printer printer = invocation.printer();
    if (!printer.json()) {
      say("$ cistern status");
      StatusReport report = session.status(settings).status();
      PathArguments paths = new PathArguments(session.root(), session.root());
      new StatusView(
          session.identity(), session.root(), report, settings.get(SettingKeys.QUOTA_DISK),
          GatesView.of(session.identity(), invocation.surroundings()))
          .lines(printer, paths, invocation.surroundings())
          .forEach(printer::line);
    }
  }

  private int conclude(DemoResult result, Instant began) {
    Duration took = Duration.between(began, invocation.surroundings().clock().instant());
    int code = result.code();
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "demo");
        json.writeStringProperty("directory", result.served().toString());
        json.writeNumberProperty("files", result.files());
        json.writeNumberProperty("bytes", result.status().paths().hydratedBytes());
        json.writeNumberProperty("failed", result.pass().failed());
        json.writeNumberProperty("checked", result.verified().checked());
        json.writeStringProperty("verdict", result.status().verdict().word());
        json.writeNumberProperty("milliseconds", took.toMillis());
        json.writeNumberProperty("exitCode", code);
      });
    } else {
      String outcome =
          code == ExitCode.DONE ? "every file is here and as the remote has it" : "not everything went well";
      printer.line(outcome + ", in " + People.span(took) + "; everything made for this is removed");
    }
    return code;
  }

  private void say(String line) {
    Printer printer = invocation.printer();
    if (!printer.json()) {
      printer.line(printer.name(line));
      printer.flush();
    }
  }

  private Path real(Path named) {
    Surroundings surroundings = invocation.surroundings();
    try {
      return surroundings.resolve(named).toRealPath();
    } catch (IOException absent) {
      throw new CisternException(new Failure.Usage("there is no directory " + named), absent);
    }
  }

  /** What the demonstration came to. */
  private record DemoResult(
      Path served, long files, HydrateReport pass, VerifyReport verified, StatusReport status) {
    int code() {
      if (verified.needsAttention()) {
        return ExitCode.NEEDS_A_PERSON;
      }
      return pass.failed() > 0 ? ExitCode.PARTLY_DONE : StatusCommand.code(status.verdict());
    }
  }
}
