package io.cistern.cli.logging;

import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Switches log lines on. */
public final class Logging {
  private Logging() {}

  /** From now on lines go to this sink; the one before gets no more. */
  public static void start(LogSink sink) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LineLoggerFactory ours) {
      ours.writeTo(sink);
    }
  }
}
