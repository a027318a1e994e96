package io.cistern.cli.command;

import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateRequest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.ProgressLine;
import io.cistern.cli.settings.MirrorMemory;
import io.cistern.cli.settings.Remembered;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.wiring.Contact;
import io.cistern.cli.wiring.MirrorSession;
import io.cistern.cli.wiring.RemoteAccess;
import io.cistern.cli.wiring.RemoteVerbs;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspacePath;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Mirrors a workspace: names first, content later. */
@Command(name = "clone", header = "Mirror a workspace: names first, content later. Run again, it goes on.")
final class CloneCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin
  private final RemoteOptions options = new RemoteOptions();

  @Parameters(
      index = "0",
      paramLabel = "URL",
      arity = "0..1",
      description = "http(s)://host[:port]/v1/workspaces/WORKSPACE (default: that of the mirror at hand)")
  private Optional<String> first = Optional.empty();

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      arity = "0..1",
      description = "where to put it (default: the workspace's name)")
  private Optional<String> second = Optional.empty();

  @Option(
      names = "--content",
      paramLabel = "WHICH",
      description = "fetch content, too: eager (the allow-list), all, none (default: as hydrate.profile says)")
  private Optional<ContentChoice> content = Optional.empty();

  @Option(names = "--root", paramLabel = "PATH", description = "mirror only this part of the workspace")
  private Optional<String> part = Optional.empty();

  @Option(names = "--adopt", description = "take local files with equal content over, keep others as conflicts")
  private boolean adopt;

  @Option(names = "--retry", description = "go on after a clone that gave up")
  private boolean retry;

  @Option(names = "--require-durable", description = "refuse a file system that does not survive a power cut")
  private boolean requireDurable;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  CloneCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    CloneTarget target = new CloneTarget(invocation);
    Goal goal = goal(target, new RemoteChoice(invocation, options, spec.commandLine().getParseResult()));
    target.check(goal.root(), goal.access(), goal.part(), adopt);
    invocation.startLogging();
    Settings settings = invocation.settings(Optional.of(goal.root()));
    target.judgeDisk(goal.root(), requireDurable);
    try (Contact contact = Contact.with(goal.access(), settings, invocation.surroundings(), invocation::waits)) {
      invocation.stop().whenRequested(contact::close);
      if (!isProven(goal)) {
        contact.establish(goal.part(), invocation.deadline());
      }
      if (invocation.options().dryRun()) {
        return plan(goal);
      }
      target.make(goal.root());
      return run(goal, contact, settings);
    }
  }

  /**
   * What to mirror and where.
   *
   * @param part of the workspace, {@code "/"} for all
   * @param there the mirror that is there already
   */
  private record Goal(Path root, RemoteAccess access, String part, Optional<MirrorIdentity> there) {}

  private Goal goal(CloneTarget target, RemoteChoice choice) {
    Optional<String> url = url();
    boolean byHome = options.workspace().isPresent() && invocation.options().home().isPresent();
    if (url.isEmpty() && options.baseUrl().isEmpty() && !byHome) {
      Optional<Path> here = MirrorFinder.findOwn(invocation);
      Optional<MirrorIdentity> mirror = here.flatMap(target::identity);
      if (mirror.isPresent()) {
        String known = mirror.get().root();
        return new Goal(here.get(), choice.of(mirror.get()), part.map(CloneCommand::canonical).orElse(known), mirror);
      }
    }
    Optional<Path> named = (url.isPresent() ? second : first).map(Path::of).map(invocation.surroundings()::resolve);
    // Without DIR the place is known only with the workspace, and only then which token is remembered for it.
    Path root = named.orElseGet(() -> invocation.surroundings().resolve(target.nameOf(url, options)));
    Optional<MirrorIdentity> there = target.identity(root);
    return new Goal(root, choice.named(url, there), canonical(part.orElse("/")), there);
  }

  /** Nothing is made or remembered before the broker has taken this token: a second try shall not meet the first. */
  private boolean isProven(Goal goal) {
    MirrorMemory memory = new MirrorMemory(invocation.surroundings());
    return goal.there()
        .map(MirrorIdentity::id)
        .flatMap(memory::recall)
        .filter(known -> known.baseUrl().equals(goal.access().baseUrl()) && known.token().equals(goal.access().token()))
        .isPresent();
  }

  private int plan(Goal goal) {
    Printer printer = invocation.printer();
    boolean there = goal.there().isPresent();
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "clone");
        json.writeBooleanProperty("dryRun", true);
        json.writeStringProperty("workspace", goal.access().workspace().value());
        json.writeStringProperty("root", goal.root().toString());
        json.writeBooleanProperty("exists", there);
        json.writeNumberProperty("exitCode", ExitCode.DONE);
      });
    } else {
      printer.line((there ? "would go on mirroring " : "would mirror ")
          + printer.name(goal.access().workspace().value()) + " of " + goal.access().baseUrl() + " → "
          + printer.name(invocation.surroundings().shown(goal.root())));
    }
    return ExitCode.DONE;
  }

  private int run(Goal goal, Contact contact, Settings settings) {
    RemoteAccess access = goal.access();
    try (MirrorSession session = MirrorSession.create(goal.root(), access, goal.part(), invocation.surroundings())
        .tellingCompactions(event -> Opened.tell(invocation, event))) {
      new MirrorMemory(invocation.surroundings())
          .remember(new Remembered(session.identity().id(), access.baseUrl(), access.token()));
      return run(session, session.remote(contact, settings, recovery -> Opened.tell(invocation, recovery)), settings);
    }
  }

  private int run(MirrorSession session, RemoteVerbs verbs, Settings settings) {
    Printer printer = invocation.printer();
    verbs.warnings().forEach(printer::warn);
    PassOutput output = new PassOutput(invocation, new PathArguments(session.root(), session.root()));
    CloneReport names;
    HydrateReport pass;
    try (ProgressLine progress = invocation.progress("clone")) {
      Selection selection = ContentChoice.selection(content, settings);
      CloneRequest request = new CloneRequest(
          adopt, selection instanceof Selection.Everything, retry, invocation.options().confirmation(),
          invocation.deadline());
      names = verbs.cloning().clone(request, output::filled, progress, invocation.stop().signal());
      names.refused().forEach(output::refused);
      // What came with the names is here, and what was refused then would be refused again; the pass is for the rest.
      HydrateRequest rest =
          HydrateRequest.background(selection, invocation.deadline()).except(names.refused().keySet());
      pass = verbs.hydrating()
          .hydrate(rest, output::item, progress, invocation.stop().signal())
          .withRefused(names.refused().values())
          .withBrought(output.broughtFiles(), output.broughtBytes());
    } catch (CisternException failed) {
      HydrateReport brought = HydrateReport.NONE.withBrought(output.broughtFiles(), output.broughtBytes());
      NamesView.unfinished(session, invocation, "clone", failed, json -> PassOutput.summary(json, brought));
      throw failed;
    }
    int code = code(new NamesView(session, invocation.surroundings(), names), output.conclude(pass, "clone"));
    new CloneView(session, names, pass).print(printer, invocation.surroundings(), code);
    return code;
  }

  /** Broker and workspace may be named by options instead; the first argument is the directory then. */
  private Optional<String> url() {
    boolean byOptions = options.workspace().isPresent()
        && (options.baseUrl().isPresent() || invocation.options().home().isPresent());
    boolean looksLikeUrl = first.filter(text -> text.contains("://")).isPresent();
    if (second.isPresent() && !looksLikeUrl) {
      throw new CisternException(new Failure.BadAddress(
          first.orElse("") + " cannot be used: it does not begin with http:// or https://"));
    }
    return byOptions && !looksLikeUrl ? Optional.empty() : first;
  }

  /** The pass found nothing to do where names alone changed, and a conflict needs a person. */
  private static int code(NamesView names, int pass) {
    if (pass == ExitCode.NOTHING_TO_DO && !names.report().nothingChanged()) {
      return names.code();
    }
    return pass == ExitCode.DONE ? names.code() : pass;
  }

  private static String canonical(String part) {
    String path = part.length() > 1 && part.endsWith("/") ? part.substring(0, part.length() - 1) : part;
    if (!path.equals("/") && WorkspacePath.parse(path).isEmpty()) {
      throw new CisternException(new Failure.Usage("--root " + part + ": a path such as /docs is expected"));
    }
    return path;
  }
}
