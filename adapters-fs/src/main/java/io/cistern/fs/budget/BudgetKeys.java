package io.cistern.fs.budget;

import io.cistern.domain.budget.BudgetKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names budgets, so that nobody who reads the name learns what it stands for. */
public final class BudgetKeys {
  private BudgetKeys() {}

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
