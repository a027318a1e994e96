package io.cistern.http.broker.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import io.cistern.domain.workspace.WorkspaceId;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells who a bearer token speaks for (contract 2.1). Knows a fixed set of public keys; immutable. */
public final class Tokens implements TokenJudge {
  private static final List<String> PREFIXES = List.of("relay_pa_", "relay_ws_", "relay_id_", "relay_ag_");
  private static final String AUDIENCE = "relayfile";

  private final Map<String, RSAKey> keys;

  /** Accepts signatures of these keys, by their ids. */
  public Tokens(Map<String, RSAKey> keys) {
    this.keys = Map.copyOf(keys);
  }

  /** What a token amounts to. */
  public sealed interface Verdict {
    record Accepted(String agent, Scopes scopes) implements Verdict {}

    /** 401, or 403 for another workspace and for no scopes at all. */
    record Refused(int status, String why) implements Verdict {}
  }

  @Override
  public Verdict judge(String token, WorkspaceId workspace, Instant now) {
    try {
      JWSObject signed = JWSObject.parse(withoutPrefix(token));
      Optional<String> fault = signatureFault(signed);
      if (fault.isPresent()) {
        return new Verdict.Refused(401, fault.get());
      }
      Map<String, Object> claims = signed.getPayload().toJSONObject();
      return claims == null ? new Verdict.Refused(401, "invalid token payload") : judge(claims, workspace, now);
    } catch (ParseException e) {
      return new Verdict.Refused(401, "invalid token format");
    }
  }

  private static String withoutPrefix(String token) {
    return PREFIXES.stream()
        .filter(token::startsWith)
        .findFirst()
        .map(prefix -> token.substring(prefix.length()))
        .orElse(token);
  }

  private Optional<String> signatureFault(JWSObject signed) {
    if (!JWSAlgorithm.RS256.equals(signed.getHeader().getAlgorithm())) {
      return Optional.of("unsupported jwt algorithm");
    }
    Optional<RSAKey> key = Optional.ofNullable(signed.getHeader().getKeyID()).map(keys::get);
    if (key.isEmpty()) {
      return Optional.of("unknown signing key");
    }
    try {
      return signed.verify(new RSASSAVerifier(key.get().toRSAPublicKey()))
          ? Optional.empty()
          : Optional.of("invalid token signature");
    } catch (JOSEException | IllegalStateException e) {
      return Optional.of("invalid token signature");
    }
  }

  private static Verdict judge(Map<String, Object> claims, WorkspaceId workspace, Instant now) {
    if (!(claims.get("exp") instanceof Number exp)) {
      return new Verdict.Refused(401, "invalid exp claim");
    }
    if (!(now.getEpochSecond() < exp.doubleValue())) {
      return new Verdict.Refused(401, "token expired");
    }
    if (strings(claims.get("aud")).noneMatch(AUDIENCE::equals)) {
      return new Verdict.Refused(401, "invalid aud claim");
    }
    Optional<String> named = text(claims, "wks").or(() -> text(claims, "workspace_id"));
    Optional<String> agent = text(claims, "sub").or(() -> text(claims, "agent_name"));
    if (named.isEmpty() || agent.isEmpty()) {
      return new Verdict.Refused(401, named.isEmpty() ? "missing workspace claim" : "missing agent claim");
    }
    if (!named.get().equals(workspace.value())) {
      return new Verdict.Refused(403, "workspace mismatch");
    }
    List<String> scopes = claims.get("scopes") instanceof String text
        ? Stream.of(text.strip().split("\\s+")).filter(scope -> !scope.isEmpty()).toList()
        : strings(claims.get("scopes")).toList();
    return scopes.isEmpty()
        ? new Verdict.Refused(403, "no scopes granted")
        : new Verdict.Accepted(agent.get(), new Scopes(scopes));
  }

  private static Optional<String> text(Map<String, Object> claims, String name) {
    return claims.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
  }

  /** The texts of a claim that is one text or a list of them. */
  private static Stream<String> strings(@Nullable Object claim) {
    return switch (claim) {
      case String text -> Stream.of(text);
      case Collection<?> many -> many.stream().filter(String.class::isInstance).map(String.class::cast);
      case null, default -> Stream.empty();
    };
  }
}
