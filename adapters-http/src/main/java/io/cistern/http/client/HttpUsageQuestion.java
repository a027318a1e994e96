package io.cistern.http.client;

import io.cistern.application.port.AccountProbe;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.probe.Window;
import io.cistern.domain.time.Deadline;
import io.cistern.http.client.Caller.Reply;
import io.cistern.http.wire.BrokenAnswer;
import io.cistern.http.wire.WireCodec;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /cistern/usage}, beside the contract: what the account behind a token has left. */
public final class HttpUsageQuestion implements AccountProbe {
  private static final JsonMapper JSON = new JsonMapper();

  /** An account has a few windows, each a line. */
  private static final int LONGEST_ANSWER = 64 * 1024;

  private final URI uri;
  private final Transport transport;
  private final Caller caller;
  private final InstantSource clock;

  private HttpUsageQuestion(URI uri, Transport transport, Caller caller, InstantSource clock) {
    this.uri = uri;
    this.transport = transport;
    this.caller = caller;
    this.clock = clock;
  }

  /** Sends nothing before it is asked. */
  public static HttpUsageQuestion to(WorkspaceAddress address, TokenSource tokens, RemoteOptions options) {
    Transport transport = new HttpTransport(address, options);
    WireCodec codec = new WireCodec(options.limits(), () -> {
      throw new IllegalStateException("an account has no large bodies");
    });
    return new HttpUsageQuestion(
        URI.create(address.broker() + "/cistern/usage"), transport,
        new Caller(transport, tokens, codec, options.tries(), options.surroundings()),
        options.surroundings().clock());
  }

  @Override
  public Reading usage(Deadline deadline) {
    Call call = new Call(
        "usage", "asking what the account has left", Optional.empty(), uri, Lane.ON_DEMAND, true, true, deadline);
    try {
      return switch (caller.ask(call, refusal -> false, this::read)) {
        case Reply.Got<Reading>(Reading reading) -> reading;
        case Reply.Refused<Reading>(Refusal refusal) -> without(refusal.meaning().code());
      };
    } catch (CisternException failed) {
      return failed.failure() instanceof Failure.NoToken
          ? Reading.without(ReadingStatus.NO_CREDENTIAL, ReadingSource.BROKER, clock.instant())
          : without(failed.failure() instanceof Failure.Remote remote ? remote.code() : RemoteCode.REMOTE_UNAVAILABLE);
    }
  }

  @Override
  public void close() {
    transport.close();
  }

  private Reading without(RemoteCode code) {
    ReadingStatus status = switch (code) {
      case NOT_AUTHORISED, FORBIDDEN -> ReadingStatus.INVALID_CREDENTIAL;
      case REMOTE_NOT_FOUND, WORKSPACE_GONE -> ReadingStatus.UNSUPPORTED;
      case REMOTE_RATE_LIMITED, REMOTE_BUSY, REMOTE_TIMEOUT, REMOTE_UNAVAILABLE, REMOTE_BROKEN_ANSWER, HASH_MISMATCH ->
        ReadingStatus.UNAVAILABLE;
    };
    return Reading.without(status, ReadingSource.BROKER, clock.instant());
  }

  private Reading read(Answer answer) throws IOException {
    try (answer) {
      JsonNode json = JSON.readTree(answer.body().readNBytes(LONGEST_ANSWER));
      List<Window> windows = new ArrayList<>();
      for (JsonNode window : json.path("windows")) {
        windows.add(new Window(
            window.path("label").asString(""), window.path("limit").asLong(0), window.path("used").asLong(0),
            window.path("remaining").asLong(0), Instant.parse(window.path("resetsAt").asString(""))));
      }
      return new Reading(
          text(json, "account"), text(json, "plan"), windows, clock.instant(), ReadingSource.BROKER,
          ReadingStatus.AVAILABLE);
    } catch (JacksonException | DateTimeException broken) {
      throw new BrokenAnswer(BrokenAnswer.Kind.MALFORMED, "the answer tells no usage", broken);
    }
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.of(json.path(name)).filter(JsonNode::isString).map(JsonNode::asString);
  }
}
