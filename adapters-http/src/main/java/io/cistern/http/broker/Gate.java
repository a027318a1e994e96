package io.cistern.http.broker;

import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.broker.auth.Scopes;
import io.cistern.http.broker.auth.TokenJudge;
import io.cistern.http.broker.auth.Tokens;
import java.time.InstantSource;

/** Judges a request before anything is done for it, in the contract's order (1). */
final class Gate {
  private static final String BEARER = "Bearer ";

  private final WorkspaceId served;
  private final TokenJudge tokens;
  private final InstantSource clock;

  Gate(WorkspaceId served, TokenJudge tokens, InstantSource clock) {
    this.served = served;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Who asks, and what the token grants. */
  record Admitted(String account, Scopes scopes) {}

  /**
   * Lets a request to a workspace in.
   *
   * @throws Refusal 401, 403, 400 without a correlation id, 404 for a workspace that is not served here
   */
  Admitted admit(Route route, WorkspaceId workspace, Query query, Asked asked) {
    Admitted admitted = admitted(workspace, asked);
    if (!isAllowed(route.endpoint(), query, admitted.scopes())) {
      throw new Refusal(403, "forbidden", "missing required scope: " + route.endpoint().scope());
    }
    if (correlationId(asked).isEmpty()) {
      throw Refusal.badRequest("missing X-Correlation-Id header");
    }
    if (!workspace.equals(served)) {
      throw Refusal.notFound("this broker serves another workspace");
    }
    return admitted;
  }

  /**
   * Whose token it is, whatever it grants.
   *
   * @throws Refusal 401, 403
   */
  String account(Asked asked) {
    return admitted(served, asked).account();
  }

  static String correlationId(Asked asked) {
    return asked.header("X-Correlation-Id").orElse("").strip();
  }

  private Admitted admitted(WorkspaceId workspace, Asked asked) {
    String header = asked.header("Authorization").orElse("");
    if (!header.startsWith(BEARER)) {
      throw new Refusal(401, "unauthorized", "missing bearer token");
    }
    return switch (tokens.judge(header.substring(BEARER.length()).strip(), workspace, clock.instant())) {
      case Tokens.Verdict.Accepted(String account, Scopes granted) -> new Admitted(account, granted);
      case Tokens.Verdict.Refused(int status, String why) ->
        throw new Refusal(status, status == 403 ? "forbidden" : "unauthorized", why);
    };
  }

  /** One file's path is compared as it arrived, a listing's as it will be looked up. */
  private static boolean isAllowed(Endpoint endpoint, Query query, Scopes scopes) {
    String path = query.text("path");
    return switch (endpoint) {
      case TREE, EXPORT -> scopes.allow(endpoint.scope(), Paths.normalised(path));
      case FILE, PUT, DELETE -> scopes.allow(endpoint.scope(), path);
      case EVENTS -> scopes.allow(endpoint.scope(), "/");
      case BULK, OPERATION, OPERATIONS, SYNC_STATUS -> scopes.allowSomewhere(endpoint.scope());
      case HEALTH, USAGE, UNKNOWN -> false;
    };
  }
}
