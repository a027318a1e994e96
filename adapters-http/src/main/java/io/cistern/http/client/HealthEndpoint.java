package io.cistern.http.client;

import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.time.Patience;
import io.cistern.http.client.Caller.Reply;
import java.util.Optional;

/** {@code GET /health} (contract 7.1), asked without the token. Safe for use by many threads. */
final class HealthEndpoint {
  private final WorkspaceAddress address;
  private final Caller caller;

  HealthEndpoint(WorkspaceAddress address, Caller caller) {
    this.address = address;
    this.caller = caller;
  }

  /** Throws when the broker wants to be left alone: that is neither yes nor no. */
  boolean answers(Patience patience) {
    Call call = new Call(
        "health", "asking for the broker's health", Optional.empty(), address.health(), Lane.EAGER, true, false,
        patience);
    try {
      return switch (caller.ask(call, refusal -> true, answer -> {
        try (answer) {
          return true;
        }
      })) {
        case Reply.Got<Boolean> _ -> true;
        case Reply.Refused<Boolean> _ -> false;
      };
    } catch (CisternException e) {
      if (e.failure() instanceof Failure.Remote remote && remote.code() != RemoteCode.REMOTE_RATE_LIMITED) {
        return false;
      }
      throw e;
    }
  }
}
