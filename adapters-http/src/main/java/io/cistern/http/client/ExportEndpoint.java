package io.cistern.http.client;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace.ExportOutcome;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.time.Patience;
import io.cistern.http.client.Caller.Reply;
import io.cistern.http.wire.PlainText;
import io.cistern.http.wire.WireCodec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code GET fs/export?format=json} (contract 7.7). Safe for use by many threads. */
final class ExportEndpoint {
  /** Room for what a refusal says, which is cut before, and for a directory's name. */
  private static final int LONGEST_REASON = 600;

  private final WorkspaceAddress address;
  private final Caller caller;
  private final WireCodec codec;

  ExportEndpoint(WorkspaceAddress address, Caller caller, WireCodec codec) {
    this.address = address;
    this.caller = caller;
    this.codec = codec;
  }

  ExportOutcome export(String directory, Consumer<RemoteContent> sink, Patience patience) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("format", "json");
    parameters.put("path", directory);
    Call call = new Call(
        address.workspace() + "/export", "exporting " + directory, Optional.of(directory),
        address.route("fs/export", parameters), Lane.EAGER, false, true, patience);
    return switch (caller.ask(
        call, refusal -> refusal.meaning().fallsThrough(), answer -> received(answer, sink, call))) {
      case Reply.Got<ExportOutcome>(var outcome) -> outcome;
      case Reply.Refused<ExportOutcome>(var refusal) -> {
        if (refusal.meaning().fallsThrough()) {
          yield fellThrough(refusal.failure(call).message());
        }
        throw new CisternException(refusal.failure(call));
      }
    };
  }

  /** What was delivered must not be delivered again, so an export that breaks is left, not asked for once more. */
  private ExportOutcome received(Answer answer, Consumer<RemoteContent> sink, Call call) throws IOException {
    try (answer) {
      return new ExportOutcome.Finished(
          codec.export(answer.body(),
              content -> sink.accept(content.readThrough(body -> new ExplainedBody(body, call)))));
    } catch (Transport.DeadlinePassed | Transport.RemoteClosed e) {
      throw e;
    } catch (IOException e) {
      return fellThrough(Troubles.of(e, call).failure().message());
    }
  }

  /** The directory's name is in it, and may hold anything but the token. */
  private static ExportOutcome fellThrough(String why) {
    return new ExportOutcome.FellThrough(PlainText.of(why, LONGEST_REASON));
  }
}
