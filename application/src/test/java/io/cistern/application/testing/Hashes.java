package io.cistern.application.testing;

import io.cistern.domain.workspace.ContentHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 for tests. */
public final class Hashes {
  private Hashes() {}

  public static ContentHash of(byte[] bytes) {
    try {
      return ContentHash.ofDigest(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static ContentHash of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }
}
