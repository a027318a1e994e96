package io.cistern.http.client;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.http.testing.ManualTime;
import io.cistern.http.testing.ScriptedBroker;
import io.cistern.http.testing.TemporarySpool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A scripted broker with a client in front of it, on time that stands still unless the client waits. */
final class Fixture implements AutoCloseable {
  static final BearerToken TOKEN = BearerToken.parse("s3cr3t-token").orElseThrow();
  static final WorkspacePath A = WorkspacePath.parse("/a.txt").orElseThrow();

  final ScriptedBroker broker = ScriptedBroker.start();
  final ManualTime time = new ManualTime();
  final TemporarySpool spool;
  RemoteOptions options = RemoteOptions.defaults()
      .withSurroundings(new RemoteOptions.Surroundings(time, time, new InMemoryRemoteGate(), 42));
  TokenSource tokens = TokenSource.fixed(TOKEN);
  private RemoteWorkspace remote;

  Fixture(Path directory) {
    this.spool = new TemporarySpool(directory);
  }

  synchronized RemoteWorkspace remote() {
    if (remote == null) {
      remote = HttpRemote.connect(WorkspaceAddress.parse(broker.workspace("ws_demo")), tokens, spool, options);
    }
    return remote;
  }

  /** Deadlines as a person would set them. */
  Deadline soon() {
    return Deadline.after(time.instant(), Duration.ofMinutes(1));
  }

  ReadOutcome read() {
    return remote().read(A, Lane.EAGER, soon());
  }

  /** The content of a read that worked, by the way closed. */
  byte[] bytes() throws IOException {
    try (RemoteContent content = received()) {
      return content.body().readAllBytes();
    }
  }

  RemoteContent received() {
    ReadOutcome outcome = read();
    Assertions.assertThat(outcome).isInstanceOf(ReadOutcome.Received.class);
    return ((ReadOutcome.Received) outcome).content();
  }

  static Failure.Remote failed(ReadOutcome outcome) {
    Assertions.assertThat(outcome).isInstanceOf(ReadOutcome.Failed.class);
    return ((ReadOutcome.Failed) outcome).failure();
  }

  static Failure thrown(ThrowingCallable call) {
    CisternException thrown = Assertions.catchThrowableOfType(CisternException.class, call);
    Assertions.assertThat(thrown).isNotNull();
    return thrown.failure();
  }

  static Failure.Remote remoteFailure(ThrowingCallable call) {
    Failure failure = thrown(call);
    Assertions.assertThat(failure).isInstanceOf(Failure.Remote.class);
    return (Failure.Remote) failure;
  }

  static String file(String content) {
    return "{\"path\":\"/a.txt\",\"revision\":\"rev_7\",\"contentType\":\"text/plain\",\"content\":\"" + content
        + "\",\"semantics\":{}}";
  }

  Instant now() {
    return time.instant();
  }

  @Override
  public void close() {
    if (remote != null) {
      remote.close();
    }
    broker.close();
  }
}
