package io.cistern.cli.logging;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** Makes loggers that write lines. */
final class LineLoggerFactory implements ILoggerFactory {
  private final AtomicReference<Optional<LogSink>> sink = new AtomicReference<>(Optional.empty());
  private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, fresh -> new LineLogger(fresh, this));
  }

  void writeTo(LogSink next) {
    sink.set(Optional.of(next));
  }

  Optional<LogSink> sink() {
    return sink.get();
  }
}
