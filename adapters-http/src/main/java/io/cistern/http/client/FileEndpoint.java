package io.cistern.http.client;

import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.http.client.Caller.Reply;
import io.cistern.http.wire.BrokenAnswer;
import io.cistern.http.wire.ReceivedFile;
import io.cistern.http.wire.WireCodec;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** {@code GET fs/file} (contract 7.3). Safe for use by many threads. */
final class FileEndpoint {
  private final WorkspaceAddress address;
  private final Caller caller;
  private final WireCodec codec;

  FileEndpoint(WorkspaceAddress address, Caller caller, WireCodec codec) {
    this.address = address;
    this.caller = caller;
    this.codec = codec;
  }

  ReadOutcome read(WorkspacePath path, Lane lane, Patience patience) {
    UntilAnswered open = new UntilAnswered(patience);
    Call call = new Call(
        address.workspace() + "/file", "reading " + path, Optional.of(path.value()),
        address.route("fs/file", Map.of("path", path.value())), lane, false, true, switch (lane) {
          case EAGER -> patience;
          case ON_DEMAND -> open;
        });
    try {
      return switch (caller.ask(call, refusal -> false, answer -> open.answered(() -> received(answer, path)))) {
        case Reply.Got<ReceivedFile>(var file) ->
          new ReadOutcome.Received(file.readThrough(body -> new ExplainedBody(body, call)));
        case Reply.Refused<ReceivedFile>(var refusal) -> refused(refusal, call);
      };
    } catch (CisternException e) {
      if (e.failure() instanceof Failure.Remote remote && remote.code() == RemoteCode.REMOTE_BROKEN_ANSWER) {
        return new ReadOutcome.Failed(remote);
      }
      throw e;
    }
  }

  private ReceivedFile received(Answer answer, WorkspacePath asked) throws IOException {
    ReceivedFile file = codec.file(answer.body(), answer::close);
    if (!file.name().equals(asked.value())) {
      file.close();
      throw new BrokenAnswer(BrokenAnswer.Kind.MALFORMED, "path is not the one asked for");
    }
    return file;
  }

  private static ReadOutcome refused(Refusal refusal, Call call) {
    return switch (refusal.meaning()) {
      case NOT_FOUND -> new ReadOutcome.Gone();
      case FORBIDDEN, BAD_REQUEST, TOO_LARGE, REJECTED, NO_DOCUMENT, REDIRECT ->
        new ReadOutcome.Failed(refusal.failure(call));
      case OK, NOT_AUTHORISED, WORKSPACE_GONE, RATE_LIMITED, WORKSPACE_BUSY, QUEUE_FULL, OVERLOADED, UNAVAILABLE ->
        throw new CisternException(refusal.failure(call));
    };
  }
}
