package io.cistern.http.broker.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Makes tokens of the broker's own key. A token goes into a private file and nowhere else. */
public final class TokenMint {
  /** What the token of {@code serve} may do: everything this broker offers. */
  public static final List<String> ALL_SCOPES =
      List.of("fs:read", "fs:write", "ops:read", "sync:read", "sync:trigger");

  private static final Duration LIFETIME = Duration.ofDays(365);

  private final SigningKey key;
  private final InstantSource clock;

  public TokenMint(SigningKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
  }

  /** A token that is good for one workspace, these scopes and one year. */
  public String mint(WorkspaceId workspace, String agent, List<String> scopes) {
    long now = clock.instant().getEpochSecond();
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.key().getKeyID()).build();
    Map<String, Object> claims = Map.of(
        "wks", workspace.value(),
        "sub", agent,
        "scopes", scopes,
        "aud", "relayfile",
        "iat", now,
        "exp", now + LIFETIME.toSeconds());
    JWSObject token = new JWSObject(header, new Payload(claims));
    try {
      token.sign(new RSASSASigner(key.key()));
    } catch (JOSEException e) {
      throw new CisternException(new Failure.Config("the signing key cannot sign"), e);
    }
    return token.serialize();
  }

  /**
   * Puts a token into a file (mode 0600, one line), in one step, replacing what was there.
   *
   * @throws CisternException when it cannot be written
   */
  public void write(Path file, String token) {
    try {
      PrivateFiles.write(file, token + "\n");
    } catch (IOException e) {
      throw new CisternException(
          new Failure.LocalIo(file.toString(), "cannot write the token file " + file + ": " + e.getMessage()), e);
    }
  }

  /**
   * Makes sure that a token file is there: one that exists is left alone, whatever it holds.
   *
   * @return whether it was created
   */
  public boolean ensure(Path file, WorkspaceId workspace) {
    if (Files.exists(file)) {
      return false;
    }
    write(file, mint(workspace, "serve", ALL_SCOPES));
    return true;
  }
}
