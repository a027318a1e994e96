package io.cistern.http.broker.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The broker's own RSA key, kept in a private file, and the public keys of foreign issuers. */
public final class SigningKey {
  private static final int BITS = 2048;
  private static final String FILE = "signing-key.json";

  private final RSAKey key;

  private SigningKey(RSAKey key) {
    this.key = key;
  }

  /**
   * The key of a state directory, made when there is none yet.
   *
   * @throws CisternException when it can be neither read nor kept
   */
  public static SigningKey in(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        RSAKey fresh = new RSAKeyGenerator(BITS).keyIDFromThumbprint(true).generate();
        PrivateFiles.write(file, fresh.toJSONString());
      }
      return new SigningKey(RSAKey.parse(Files.readString(file)));
    } catch (IOException e) {
      throw new CisternException(new Failure.LocalIo(file.toString(), "keep the signing key: " + e.getMessage()), e);
    } catch (ParseException | JOSEException e) {
      throw new CisternException(new Failure.Config("the signing key " + file + " cannot be read"), e);
    }
  }

  RSAKey key() {
    return key;
  }

  /**
   * Accepts this key's tokens, and those of the issuers in a JWKS file; this key wins where an id is the same.
   *
   * @throws CisternException {@code Usage} when the file is no key set, or one of its RSA keys is malformed
   */
  public Tokens accepted(Optional<Path> jwks) {
    Map<String, RSAKey> keys = new HashMap<>();
    if (jwks.isPresent()) {
      try {
        for (JWK foreign : JWKSet.load(jwks.get().toFile()).getKeys()) {
          if (foreign instanceof RSAKey rsa && rsa.getKeyID() != null) {
            checkUsable(rsa);
            keys.put(rsa.getKeyID(), rsa.toPublicJWK());
          }
        }
      } catch (IOException | ParseException | JOSEException e) {
        throw new CisternException(new Failure.Usage("the key set " + jwks.get() + " cannot be read"), e);
      }
    }
    keys.put(key.getKeyID(), key.toPublicJWK());
    return new Tokens(keys);
  }

  /** One malformed key fails the whole set, as the contract has it (2.1). */
  private static void checkUsable(RSAKey key) throws JOSEException {
    if (key.toRSAPublicKey().getModulus().signum() <= 0) {
      throw new JOSEException("an RSA key without a modulus");
    }
  }
}
