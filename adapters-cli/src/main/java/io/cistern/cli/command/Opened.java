package io.cistern.cli.command;

import io.cistern.application.commit.Recovery;
import io.cistern.cli.output.People;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.wiring.MirrorSession;
import io.cistern.cli.wiring.RemoteVerbs;
import io.cistern.domain.compaction.CompactionEnd;
import io.cistern.domain.compaction.CompactionEvent;
import io.cistern.domain.failure.Failure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** The mirror at hand, opened for a verb, with its settings. */
final class Opened implements AutoCloseable {
  private final Invocation invocation;
  private final MirrorSession session;
  private final Settings settings;

  private Opened(Invocation invocation, MirrorSession session, Settings settings) {
    this.invocation = invocation;
    this.session = session;
    this.settings = settings;
  }

  static Opened here(Invocation invocation, String verb) {
    Path root = MirrorFinder.require(invocation);
    invocation.startLogging();
    Settings settings = invocation.settings(Optional.of(root));
    MirrorSession session = MirrorSession.open(root, verb, invocation.surroundings())
        .tellingCompactions(event -> tell(invocation, event))
        .tellingWaits(invocation::waits);
    return new Opened(invocation, session, settings);
  }

  MirrorSession session() {
    return session;
  }

  Settings settings() {
    return settings;
  }

  PathArguments paths() {
    return new PathArguments(session.root(), invocation.surroundings().directory());
  }

  /** The verbs that ask the broker, if the user has ever named it. */
  RemoteVerbs remote(RemoteOptions options, ParseResult given) {
    RemoteChoice choice = new RemoteChoice(invocation, options, given);
    RemoteVerbs verbs =
        session.remote(choice.of(session.identity()), settings, recovery -> tell(invocation, recovery));
    invocation.stop().whenRequested(verbs::hangUp);
    return verbs;
  }

  /** Says what a command does for the log while it is waited for. */
  static void tell(Invocation invocation, CompactionEvent event) {
    switch (event) {
      case CompactionEvent.Started(long _, boolean foreground, Instant _) -> {
        if (foreground) {
          invocation.printer().note("the log is twice its budget: compacting it now");
        }
      }
      case CompactionEvent.Ended(long _, CompactionEnd.Failed(Failure cause), Instant _) ->
        invocation.printer().warn("the log was not compacted: " + cause.message());
      case CompactionEvent.Ended _ -> {}
    }
  }

  /** Says what was left over by a run that died, and is done now. */
  static void tell(Invocation invocation, Recovery recovery) {
    if (recovery.rolledForward() > 0) {
      invocation.printer().note("finished " + People.many(recovery.rolledForward(), "change")
          + " that an earlier run had committed");
    }
    if (recovery.rolledBack() > 0) {
      invocation.printer().note("removed " + People.many(recovery.rolledBack(), "file")
          + " that an earlier run had prepared and not committed");
    }
    if (!recovery.evidence().isEmpty()) {
      invocation.printer().warn("the end of the log was torn and is kept in " + String.join(", ", recovery.evidence()));
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
