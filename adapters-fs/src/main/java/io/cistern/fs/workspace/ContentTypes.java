package io.cistern.fs.workspace;

import java.net.FileNameMap;
import java.net.URLConnection;
import java.util.Locale;
import java.util.Optional;

/** Guesses the content type of a file nobody named one for. */
final class ContentTypes {
  private static final FileNameMap KNOWN = URLConnection.getFileNameMap();

  private ContentTypes() {}

  /** By the name's ending; where that tells nothing, by whether the content is text. */
  static String guess(String name, boolean text) {
    if (name.toLowerCase(Locale.ROOT).endsWith(".md")) {
      return "text/markdown";
    }
    return Optional.ofNullable(KNOWN.getContentTypeFor(name)).orElse(text ? "text/plain" : "application/octet-stream");
  }
}
