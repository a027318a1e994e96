package io.cistern.http.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Walks one JSON document field by field; every way in which it can be wrong is a {@link BrokenAnswer} naming the field.
 *
 * <p>The parser leaves a string unread until someone asks for it. {@link #divert} uses that: it takes back what the
 * parser had read ahead, lets the caller drink the string straight from the feed, and the parser then finds the closing
 * quote of a string that looks empty to it. One thread.
 */
final class JsonInput implements AutoCloseable {
  private final Feed feed;
  private final JsonParser parser;

  /** Starts at the document's root value. */
  JsonInput(JsonFactory factory, InputStream source) throws IOException {
    this.feed = new Feed(source);
    this.parser = guarded(() -> factory.createParser(ObjectReadContext.empty(), (InputStream) feed));
    next();
  }

  /** Demands that the current value is an object, and steps into it. */
  void enterObject(String what) throws BrokenAnswer {
    demand(JsonToken.START_OBJECT, what, "an object");
  }

  /** Steps to the value of the next field; false at the object's end. */
  boolean nextField() throws IOException {
    if (next() == JsonToken.END_OBJECT) {
      return false;
    }
    next();
    return true;
  }

  /** The name of the current field. */
  String name() {
    return parser.currentName();
  }

  /** Demands that the current value is a list, and steps into it. */
  void enterList(String what) throws BrokenAnswer {
    demand(JsonToken.START_ARRAY, what, "a list");
  }

  /** Steps to the next element; false at the list's end. */
  boolean nextElement() throws IOException {
    return next() != JsonToken.END_ARRAY;
  }

  boolean isText() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** The current value, which has to be a string. */
  String text(String field) throws IOException {
    demand(JsonToken.VALUE_STRING, field, "a string");
    return guarded(parser::getString);
  }

  /** The current value, which has to be a string or null; an empty string counts as absent. */
  Optional<String> optionalText(String field) throws IOException {
    return isNull() ? Optional.empty() : Optional.of(text(field)).filter(text -> !text.isEmpty());
  }

  /** The current value, which has to be a whole number that is not negative, or null. */
  OptionalLong optionalCount(String field) throws IOException {
    if (isNull()) {
      return OptionalLong.empty();
    }
    demand(JsonToken.VALUE_NUMBER_INT, field, "a whole number");
    try {
      long count = guarded(parser::getLongValue);
      if (count >= 0) {
        return OptionalLong.of(count);
      }
    } catch (BrokenAnswer e) {
      throw new BrokenAnswer(e.kind(), field + " is not a whole number of 64 bits", e);
    }
    throw BrokenAnswer.malformed(field + " is negative");
  }

  /** Passes over the current value, whatever it is. */
  void skip() throws IOException {
    guarded(parser::skipChildren);
  }

  /**
   * The current value, which has to be a string, to be read to its end before this goes on.
   *
   * @return its text as UTF-8 bytes
   */
  InputStream divert(String field) throws IOException {
    demand(JsonToken.VALUE_STRING, field, "a string");
    ByteArrayOutputStream ahead = new ByteArrayOutputStream();
    guarded(() -> parser.releaseBuffered(ahead));
    feed.giveBack(ahead.toByteArray(), 0, ahead.size());
    return new JsonStringInput(feed);
  }

  /** Demands that nothing follows the root value, and reads to the end of the source. */
  void end() throws IOException {
    Optional<JsonToken> more = Optional.ofNullable(step());
    if (more.isPresent()) {
      throw BrokenAnswer.malformed("something follows the answer");
    }
  }

  @Override
  public void close() {
    parser.close();
  }

  private JsonToken next() throws IOException {
    return Optional.ofNullable(step()).orElseThrow(BrokenAnswer::truncated);
  }

  private @Nullable JsonToken step() throws IOException {
    try {
      return parser.nextToken();
    } catch (JacksonException e) {
      throw understood(e);
    }
  }

  private void demand(JsonToken token, String field, String kind) throws BrokenAnswer {
    if (parser.currentToken() != token) {
      throw BrokenAnswer.malformed(field + " is not " + kind);
    }
  }

  private static <T> T guarded(Supplier<T> step) throws IOException {
    try {
      return step.get();
    } catch (JacksonException e) {
      throw understood(e);
    }
  }

  /** The parser's own words may quote the document, so they stay in the cause. */
  private static IOException understood(JacksonException e) {
    return switch (e) {
      case JacksonIOException io -> Optional.ofNullable(io.getCause()).orElseGet(() -> new IOException(io));
      case StreamConstraintsException _ -> new BrokenAnswer(BrokenAnswer.Kind.OVER_LIMIT, bound(e), e);
      case UnexpectedEndOfInputException _ -> BrokenAnswer.truncated();
      default -> new BrokenAnswer(BrokenAnswer.Kind.MALFORMED, "the answer is not JSON", e);
    };
  }

  /** The parser names the bound first, then numbers in brackets. */
  private static String bound(JacksonException e) {
    String named = e.getOriginalMessage();
    int bracket = named.indexOf(" (");
    return "over the limit: " + (bracket < 0 ? "size of the answer" : named.substring(0, Math.min(bracket, 60)));
  }
}
