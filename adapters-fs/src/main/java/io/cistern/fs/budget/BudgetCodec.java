package io.cistern.fs.budget;

import io.cistern.domain.budget.BudgetState;
import io.cistern.domain.budget.Clocks;
import io.cistern.domain.budget.LearnedWindow;
import io.cistern.domain.budget.LearnedWindow.Spread;
import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.budget.Term;
import io.cistern.domain.failure.InvariantViolated;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A budget as text. The format is ours alone: what cannot be read is forgotten. */
final class BudgetCodec {
  private static final int FORMAT = 1;

  /** Texts are filled up to a multiple of this before their number shows in their length. */
  private static final int PAGE = 4096;

  private static final JsonFactory JSON = new JsonFactory();

  private BudgetCodec() {}

  /**
   * A budget, and how often it was written.
   *
   * @param writes goes up by one each time, and shows in the length of the text as well
   */
  record Written(BudgetState state, long writes) {}

  static byte[] bytes(Written written) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("format", FORMAT);
      json.writeNumberProperty("writes", written.writes());
      json.writeArrayPropertyStart("holds");
      written.state().holds().forEach((endpoint, term) -> {
        json.writeStartObject();
        json.writeStringProperty("endpoint", endpoint);
        write(json, term);
        json.writeEndObject();
      });
      json.writeEndArray();
      json.writeArrayPropertyStart("windows");
      written.state().windows().forEach(window -> write(json, window));
      json.writeEndArray();
      json.writeEndObject();
    }
    // Inode and times of two writings can coincide; their lengths cannot, unless thousands of writings lie between them.
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    int length = (bytes.length / PAGE + 1) * PAGE + (int) (written.writes() % PAGE);
    byte[] padded = Arrays.copyOf(bytes, length);
    Arrays.fill(padded, bytes.length, length, (byte) ' ');
    return padded;
  }

  /** Empty when it is no text of ours. */
  static Optional<Written> read(byte[] bytes) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      Map<String, String> head = new LinkedHashMap<>();
      Map<String, List<Map<String, String>>> lists = new LinkedHashMap<>();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value == JsonToken.START_ARRAY) {
          lists.put(name, objects(json));
        } else if (value.isScalarValue()) {
          head.put(name, json.getString());
        } else {
          return Optional.empty();
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT || !Integer.toString(FORMAT).equals(head.get("format"))) {
        return Optional.empty();
      }
      Map<String, Term> holds = new LinkedHashMap<>();
      for (Map<String, String> hold : lists.getOrDefault("holds", List.of())) {
        holds.put(text(hold, "endpoint"), term(hold));
      }
      List<LearnedWindow> windows =
          lists.getOrDefault("windows", List.of()).stream().map(BudgetCodec::window).toList();
      return Optional.of(new Written(new BudgetState(holds, windows), Math.max(0, number(head, "writes"))));
    } catch (JacksonException | Unreadable | DateTimeException | ArithmeticException | InvariantViolated garbage) {
      return Optional.empty();
    }
  }

  private static void write(JsonGenerator json, Term term) {
    json.writeStringProperty("era", term.began().era());
    json.writeNumberProperty("steadyNanos", term.began().steady().toNanos());
    json.writeStringProperty("wall", term.began().wall().toString());
    json.writeNumberProperty("lengthNanos", term.length().toNanos());
  }

  private static void write(JsonGenerator json, LearnedWindow window) {
    json.writeStartObject();
    json.writeStringProperty("name", window.name());
    json.writeStringProperty("measure", window.measure().word());
    json.writeNumberProperty("limit", window.limit());
    json.writeNumberProperty("left", window.left());
    window.length().ifPresent(length -> json.writeNumberProperty("windowSeconds", length.toSeconds()));
    write(json, window.ends());
    window.spread().ifPresent(spread -> {
      json.writeNumberProperty("spreadLeft", spread.left());
      json.writeNumberProperty("spreadNanos", spread.time().toNanos());
    });
    json.writeEndObject();
  }

  private static LearnedWindow window(Map<String, String> fields) {
    Measure measure = switch (text(fields, "measure")) {
      case "requests" -> Measure.REQUESTS;
      case "bytes" -> Measure.BYTES;
      default -> throw new Unreadable();
    };
    Optional<Duration> length = fields.containsKey("windowSeconds")
        ? Optional.of(Duration.ofSeconds(number(fields, "windowSeconds")))
        : Optional.empty();
    Optional<Spread> spread = fields.containsKey("spreadLeft")
        ? Optional.of(new Spread(number(fields, "spreadLeft"), Duration.ofNanos(number(fields, "spreadNanos"))))
        : Optional.empty();
    return new LearnedWindow(
        text(fields, "name"), measure, number(fields, "limit"), number(fields, "left"), length, term(fields), spread);
  }

  private static Term term(Map<String, String> fields) {
    Clocks began = new Clocks(
        text(fields, "era"), Duration.ofNanos(number(fields, "steadyNanos")), Instant.parse(text(fields, "wall")));
    return new Term(began, Duration.ofNanos(number(fields, "lengthNanos")));
  }

  private static List<Map<String, String>> objects(JsonParser json) {
    List<Map<String, String>> objects = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      Map<String, String> fields = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        if (!json.nextToken().isScalarValue()) {
          throw new Unreadable();
        }
        fields.put(name, json.getString());
      }
      objects.add(fields);
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new Unreadable();
    }
    return objects;
  }

  private static String text(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).orElseThrow(Unreadable::new);
  }

  private static long number(Map<String, String> fields, String name) {
    try {
      return Long.parseLong(text(fields, name));
    } catch (NumberFormatException e) {
      throw new Unreadable();
    }
  }

  /** It is not what we wrote. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super("not a budget", null, false, false);
    }
  }
}
