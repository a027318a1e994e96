package io.cistern.http.broker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request; the first of a name counts. */
final class Query {
  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads a raw query.
   *
   * @throws Refusal 400 when it is not percent-encoded UTF-8, since guessing would address another path
   */
  Query(String raw) {
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values.putIfAbsent(required(name), required(value));
    }
  }

  /** A parameter, the empty text when it is missing. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** A whole number; the default for what is missing, below one, or no number, the greatest for what is above it. */
  int number(String name, int otherwise, int greatest) {
    String text = text(name);
    if (!text.matches("\\+?[0-9]{1,18}")) {
      return otherwise;
    }
    long number = Long.parseLong(text);
    return number < 1 ? otherwise : (int) Math.min(number, greatest);
  }

  private static String required(String raw) {
    return decoded(raw, true).orElseThrow(() -> Refusal.badRequest("the query is not percent-encoded UTF-8"));
  }

  /** Decodes a percent-encoded text; empty when it is not one. */
  static Optional<String> decoded(String raw, boolean plusIsSpace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int value = i + 2 <= raw.length() - 1 ? hex(raw.charAt(i + 1)) * 16 + hex(raw.charAt(i + 2)) : -1;
        if (value < 0) {
          return Optional.empty();
        }
        bytes.write(value);
        i += 2;
      } else {
        byte[] plain = String.valueOf(c == '+' && plusIsSpace ? ' ' : c).getBytes(StandardCharsets.UTF_8);
        bytes.write(plain, 0, plain.length);
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The digit's value; so far below zero for anything else that no other digit makes up for it. */
  private static int hex(char c) {
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    return digit < 0 ? -1000 : digit;
  }
}
