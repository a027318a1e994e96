package io.cistern.cli.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text in addresses. */
final class Urls {
  private Urls() {}

  /** A name as one segment of a path. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
