package io.cistern.fs.workspace;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.domain.workspace.ContentHash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Takes a file's bytes in pieces and tells what they are. One thread, one content. */
final class ContentProbe {
  private final MessageDigest digest = sha256();
  private final ByteArrayOutputStream start = new ByteArrayOutputStream();
  private long size;

  /** What the bytes were: their hash, how many, and whether they may travel as text. */
  record Probed(ContentHash hash, long size, boolean text) {}

  void take(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    size += length;
    if (size <= WorkspaceStore.TEXT_LIMIT) {
      start.write(bytes, offset, length);
    } else {
      start.reset();
    }
  }

  Probed probed() {
    boolean text = size <= WorkspaceStore.TEXT_LIMIT && isUtf8(start.toByteArray());
    return new Probed(ContentHash.ofDigest(digest.digest()), size, text);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
