package io.cistern.http.client;

import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.time.Patience;
import io.cistern.http.client.Caller.Reply;
import io.cistern.http.wire.ReceivedUsage;
import io.cistern.http.wire.WireCodec;
import java.time.InstantSource;
import java.util.Optional;

/** {@code GET /cistern/usage}, which brokers of ours answer and the contract does not know. Safe for use by many threads. */
final class UsageEndpoint {
  private final WorkspaceAddress address;
  private final Caller caller;
  private final WireCodec codec;
  private final InstantSource clock;

  UsageEndpoint(WorkspaceAddress address, Caller caller, WireCodec codec, InstantSource clock) {
    this.address = address;
    this.caller = caller;
    this.codec = codec;
    this.clock = clock;
  }

  Reading read(Patience patience) {
    Call call = new Call(
        "usage", "asking what the account has left", Optional.empty(), address.usage(), Lane.ON_DEMAND, true, true,
        patience);
    try {
      return switch (caller.ask(call, refusal -> false, answer -> {
        try (answer) {
          return codec.usage(answer.body());
        }
      })) {
        case Reply.Got<ReceivedUsage>(ReceivedUsage(var account, var plan, var windows)) -> new Reading(
            account, plan, windows, clock.instant(), ReadingSource.BROKER, ReadingStatus.AVAILABLE);
        case Reply.Refused<ReceivedUsage>(Refusal refusal) -> without(status(refusal.meaning().code()));
      };
    } catch (CisternException e) {
      if (e.failure() instanceof Failure.NoToken) {
        return without(ReadingStatus.NO_CREDENTIAL);
      }
      if (e.failure() instanceof Failure.Remote remote) {
        return without(status(remote.code()));
      }
      throw e;
    }
  }

  /** An answer that is no usage comes from a broker that knows nothing of ours, or from whatever stands before it. */
  private static ReadingStatus status(RemoteCode code) {
    return switch (code) {
      case NOT_AUTHORISED, FORBIDDEN -> ReadingStatus.INVALID_CREDENTIAL;
      case REMOTE_NOT_FOUND, REMOTE_BROKEN_ANSWER, WORKSPACE_GONE -> ReadingStatus.UNSUPPORTED;
      case REMOTE_RATE_LIMITED, REMOTE_BUSY, REMOTE_TIMEOUT, REMOTE_UNAVAILABLE, HASH_MISMATCH ->
        ReadingStatus.UNAVAILABLE;
    };
  }

  private Reading without(ReadingStatus status) {
    return Reading.without(status, ReadingSource.BROKER, clock.instant());
  }
}
