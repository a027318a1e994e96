package io.cistern.http.broker;

import java.io.InputStream;
import java.util.Optional;

/** A request as it arrived, whatever carried it. One thread. */
interface Asked {
  String method();

  /** As sent, percent-encoded. */
  String rawPath();

  /** As sent, percent-encoded; the empty text when there is none. */
  String rawQuery();

  /** The first header of a name, whatever its case. */
  Optional<String> header(String name);

  /** Unread. */
  InputStream body();
}
