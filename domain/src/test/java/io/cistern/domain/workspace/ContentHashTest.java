package io.cistern.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  @Test
  void isWrittenAsItIsRead() {
    String hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    assertThat(ContentHash.parse(hex)).get().extracting(ContentHash::hex).isEqualTo(hex);
  }

  @Test
  void refusesWhatTheContractDoesNotWrite() {
    assertThat(ContentHash.parse("9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08")).isEmpty();
    assertThat(ContentHash.parse("9f86")).isEmpty();
    assertThat(ContentHash.parse("g".repeat(64))).isEmpty();
  }

  @Test
  void knowsTheHashOfNothing() throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest();

    assertThat(ContentHash.ofDigest(digest)).isEqualTo(ContentHash.OF_NOTHING);
  }
}
