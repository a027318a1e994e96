package io.cistern.domain.budget;

import io.cistern.domain.failure.Invariant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Which home's budget; fit for a file name, and told by nobody who reads it. */
public record BudgetKey(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  public BudgetKey {
    Invariant.check(FORM.matcher(value).matches(), "a key is 32 hexadecimal digits");
  }

  /**
   * The key of an account's credentials at a broker.
   *
   * @param broker scheme, host, port and path prefix
   * @param credentials the home's name, or where its token comes from; never the token
   */
  public static BudgetKey of(String broker, String credentials) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256")
          .digest((broker + "\0" + credentials).getBytes(StandardCharsets.UTF_8));
      return new BudgetKey(HexFormat.of().formatHex(hash, 0, 16));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
