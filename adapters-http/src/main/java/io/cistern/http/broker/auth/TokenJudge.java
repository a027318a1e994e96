package io.cistern.http.broker.auth;

import io.cistern.domain.workspace.WorkspaceId;
import java.time.Instant;

/** Tells who a bearer token speaks for. Safe for use by many threads. */
public interface TokenJudge {
  /** Judges a token, as it was sent, for a workspace. */
  Tokens.Verdict judge(String token, WorkspaceId workspace, Instant now);
}
