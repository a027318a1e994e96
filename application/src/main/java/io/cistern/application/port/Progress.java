package io.cistern.application.port;

import java.util.OptionalLong;

/** Where long work says how far it got. Never throws, never blocks; safe for use by many threads. */
public interface Progress {
  /**
   * Says where the work stands.
   *
   * @param stage a word or two, for people
   * @param files done so far
   * @param bytes done so far
   * @param totalFiles only where it is known
   */
  void report(String stage, long files, long bytes, OptionalLong totalFiles);

  /** For work that nobody watches. */
  static Progress silent() {
    return (stage, files, bytes, totalFiles) -> {};
  }
}
