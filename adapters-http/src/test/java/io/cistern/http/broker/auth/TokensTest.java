package io.cistern.http.broker.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.broker.auth.Tokens.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensTest {
  private static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws_demo").orElseThrow();

  private static final RSAKey FOREIGN = key("issuer-1");

  @TempDir
  Path directory;

  private final ManualClock clock = new ManualClock();
  private Tokens tokens;

  @BeforeEach
  void acceptAForeignIssuer() throws Exception {
    Path jwks = directory.resolve("jwks.json");
    Files.writeString(jwks, new JWKSet(FOREIGN.toPublicJWK()).toString());
    tokens = SigningKey.in(directory.resolve("state")).accepted(Optional.of(jwks));
  }

  private static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Claims that work, with some replaced; an Optional that is empty takes one away. */
  private static Map<String, Object> claims(Object... changes) {
    Map<String, Object> claims = new HashMap<>(Map.of(
        "wks", "ws_demo", "sub", "agent-7", "scopes", List.of("fs:read"), "aud", "relayfile", "exp", 4102444800L));
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1] instanceof Optional<?>) {
        claims.remove((String) changes[i]);
      } else {
        claims.put((String) changes[i], changes[i + 1]);
      }
    }
    return claims;
  }

  private String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer, Map<String, Object> claims)
      throws Exception {
    JWSObject token = new JWSObject(new JWSHeader.Builder(algorithm).keyID(keyId).build(), new Payload(claims));
    token.sign(signer);
    return token.serialize();
  }

  private Verdict verdict(Object... changes) throws Exception {
    String token = signed(JWSAlgorithm.RS256, "issuer-1", new RSASSASigner(FOREIGN), claims(changes));
    return tokens.judge(token, WORKSPACE, clock.instant());
  }

  private static int status(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted _ -> 200;
      case Verdict.Refused(int status, _) -> status;
    };
  }

  @Test
  void acceptsTheClaimsOfTheContract() throws Exception {
    assertThat(verdict()).isEqualTo(new Verdict.Accepted("agent-7", new Scopes(List.of("fs:read"))));
    assertThat(verdict("scopes", "fs:read  fs:write"))
        .isEqualTo(new Verdict.Accepted("agent-7", new Scopes(List.of("fs:read", "fs:write"))));
    assertThat(status(verdict("wks", Optional.empty(), "workspace_id", "ws_demo"))).isEqualTo(200);
    assertThat(status(verdict("sub", Optional.empty(), "agent_name", "a"))).isEqualTo(200);
    assertThat(status(verdict("aud", List.of("other", "relayfile")))).isEqualTo(200);
    assertThat(status(verdict("nbf", 4102444800L, "iss", 7, "iat", "x"))).isEqualTo(200);
  }

  @Test
  void refusesClaimsThatTheContractRefuses() throws Exception {
    assertThat(status(verdict("wks", Optional.empty()))).isEqualTo(401);
    assertThat(status(verdict("sub", ""))).isEqualTo(401);
    assertThat(status(verdict("aud", "other"))).isEqualTo(401);
    assertThat(status(verdict("aud", Optional.empty()))).isEqualTo(401);
    assertThat(verdict("exp", "4102444800")).isEqualTo(new Verdict.Refused(401, "invalid exp claim"));
    assertThat(status(verdict("exp", clock.instant().getEpochSecond()))).isEqualTo(401);
    assertThat(status(verdict("exp", clock.instant().getEpochSecond() + 1))).isEqualTo(200);
    assertThat(verdict("wks", "other")).isEqualTo(new Verdict.Refused(403, "workspace mismatch"));
    assertThat(verdict("scopes", List.of())).isEqualTo(new Verdict.Refused(403, "no scopes granted"));
    assertThat(verdict("scopes", Optional.empty())).isEqualTo(new Verdict.Refused(403, "no scopes granted"));
    assertThat(verdict("scopes", " ")).isEqualTo(new Verdict.Refused(403, "no scopes granted"));
  }

  @Test
  void refusesEverySignatureButRs256OfAKnownKey() throws Exception {
    RSAKey stranger = key("issuer-1");
    String forged = signed(JWSAlgorithm.RS256, "issuer-1", new RSASSASigner(stranger), claims());
    String unknown = signed(JWSAlgorithm.RS256, "issuer-2", new RSASSASigner(FOREIGN), claims());
    String longer = signed(JWSAlgorithm.RS512, "issuer-1", new RSASSASigner(FOREIGN), claims());
    String shared = signed(JWSAlgorithm.HS256, "issuer-1", new MACSigner(new byte[32]), claims());

    for (String token : List.of(forged, unknown, longer, shared, "", "a.b.c", "eyJhbGciOiJub25lIn0.e30.")) {
      assertThat(status(tokens.judge(token, WORKSPACE, clock.instant()))).isEqualTo(401);
    }
    assertThat(tokens.judge(shared, WORKSPACE, clock.instant()))
        .isEqualTo(new Verdict.Refused(401, "unsupported jwt algorithm"));
  }

  @Test
  void stripsThePrefixesOfTheContract() throws Exception {
    String token = signed(JWSAlgorithm.RS256, "issuer-1", new RSASSASigner(FOREIGN), claims());

    for (String prefix : List.of("relay_pa_", "relay_ws_", "relay_id_", "relay_ag_")) {
      assertThat(status(tokens.judge(prefix + token, WORKSPACE, clock.instant()))).isEqualTo(200);
    }
    assertThat(status(tokens.judge("relay_xx_" + token, WORKSPACE, clock.instant()))).isEqualTo(401);
  }

  @Test
  void keepsItsKeyAndItsTokensPrivateAndOverARestart() throws Exception {
    Path state = directory.resolve("state");
    Path file = directory.resolve("tokens/token");
    TokenMint mint = new TokenMint(SigningKey.in(state), clock);

    assertThat(mint.ensure(file, WORKSPACE)).isTrue();
    String token = Files.readString(file).strip();
    assertThat(mint.ensure(file, WORKSPACE)).isFalse();

    assertThat(Files.readString(file)).isEqualTo(token + "\n");
    for (Path secret : List.of(file, state.resolve("signing-key.json"))) {
      assertThat(Files.getPosixFilePermissions(secret)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.getPosixFilePermissions(secret.getParent()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
    Tokens later = SigningKey.in(state).accepted(Optional.empty());
    assertThat(later.judge(token, WORKSPACE, clock.instant()))
        .isEqualTo(new Verdict.Accepted("serve", new Scopes(TokenMint.ALL_SCOPES)));
  }

  @Test
  void refusesAKeySetThatCannotBeRead() throws Exception {
    Path broken = directory.resolve("broken.json");
    Files.writeString(broken, "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"x\",\"n\":\"\",\"e\":\"AQAB\"}]}");

    assertThatThrownBy(() -> SigningKey.in(directory.resolve("state")).accepted(Optional.of(broken)))
        .isInstanceOf(CisternException.class);
  }
}
