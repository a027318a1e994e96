package io.cistern.cli.logging;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/**
 * Where log lines go.
 *
 * @param ours what is written of our own loggers: this level and above
 * @param json one JSON object per line instead of text
 * @param lines takes a finished line without its end
 */
public record LogSink(Level ours, boolean json, InstantSource clock, Consumer<String> lines) {
  private static final String OUR_LOGGERS = "io.cistern.";

  /**
   * Whether a line is wanted. Libraries are heard from WARN on whatever was asked for: the HTTP client's own lines hold
   * headers, and so tokens.
   */
  boolean wants(String logger, Level level) {
    Level from = logger.startsWith(OUR_LOGGERS) || ours == Level.ERROR ? ours : Level.WARN;
    return level.toInt() >= from.toInt();
  }
}
