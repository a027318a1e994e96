package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.core.JsonGenerator;

final class JsonTextProperties {
  private static String decoded(byte[] document) throws IOException {
    try (JsonText text = new JsonText(new ByteArrayInputStream(document))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What UTF-8 makes of a text whose halves of characters may be torn apart. */
  private static String sound(String text) {
    StringBuilder sound = new StringBuilder();
    text.codePoints().forEach(point -> sound.appendCodePoint(Character.getType(point) == Character.SURROGATE
        ? 0xFFFD
        : point));
    return sound.toString();
  }

  @Property
  void readsBackWhatOurOwnWriterWrites(@ForAll String text) throws IOException {
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.writer(document)) {
      json.writeString(sound(text));
    }

    assertThat(decoded(document.toByteArray())).isEqualTo(sound(text));
  }

  @Property
  void readsEveryCharacterThatIsEscaped(@ForAll String text) throws IOException {
    StringBuilder document = new StringBuilder("\"");
    text.chars().forEach(unit -> document.append(String.format("\\u%04x", unit)));

    assertThat(decoded(document.append("\" tail").toString().getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(sound(text));
  }

  @Example
  void replacesAHalfThatStandsAlone() throws IOException {
    assertThat(decoded("\"\\ud800\"".getBytes(StandardCharsets.US_ASCII))).isEqualTo("\uFFFD");
    assertThat(decoded("\"\\ud800\\n\"".getBytes(StandardCharsets.US_ASCII))).isEqualTo("\uFFFD\n");
    assertThat(decoded("\"\\udc00x\"".getBytes(StandardCharsets.US_ASCII))).isEqualTo("\uFFFDx");
    assertThat(decoded("\"\\ud800\\ud83d\\ude00\"".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("\uFFFD\uD83D\uDE00");
  }
}
