package io.cistern.cli.logging;

import java.io.StringWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Turns a log call into one line. */
final class LineLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;
  private static final JsonFactory JSON = new JsonFactory();

  private final transient LineLoggerFactory factory;

  LineLogger(String name, LineLoggerFactory factory) {
    this.name = name;
    this.factory = factory;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    Optional<LogSink> open = factory.sink().filter(sink -> sink.wants(name, level));
    open.ifPresent(sink -> {
      String message = MessageFormatter.basicArrayFormat(pattern, arguments);
      String line = sink.json() ? json(sink, level, message, thrown) : text(sink, level, message, thrown);
      sink.lines().accept(line);
    });
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return LineLogger.class.getName();
  }

  @Override
  public boolean isTraceEnabled() {
    return wanted(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return wanted(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return wanted(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return wanted(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return wanted(Level.ERROR);
  }

  private boolean wanted(Level level) {
    return factory.sink().filter(sink -> sink.wants(name, level)).isPresent();
  }

  private String text(LogSink sink, Level level, String message, @Nullable Throwable thrown) {
    String cause = thrown == null ? "" : " cause=" + thrown;
    return sink.clock().instant() + " " + level + " " + shortName() + " " + escaped(message + cause);
  }

  private String json(LogSink sink, Level level, String message, @Nullable Throwable thrown) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("time", sink.clock().instant().toString());
      json.writeStringProperty("level", level.name());
      json.writeStringProperty("logger", shortName());
      json.writeStringProperty("message", message);
      if (thrown != null) {
        json.writeStringProperty("cause", thrown.toString());
      }
      json.writeEndObject();
    }
    return line.toString();
  }

  private String shortName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** A remote message must neither break the line nor speak to the terminal. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.chars().forEach(c -> {
      if (Character.isISOControl(c)) {
        escaped.append(String.format("\\u%04x", c));
      } else {
        escaped.append((char) c);
      }
    });
    return escaped.toString();
  }
}
