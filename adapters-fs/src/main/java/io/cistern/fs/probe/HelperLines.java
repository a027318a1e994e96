package io.cistern.fs.probe;

import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.probe.Reading;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The lines between a caller and a helper, each a JSON object: a question, and the one answer to it. */
final class HelperLines {
  /** Far above any answer; a line beyond it is a flood. */
  static final int LONGEST = 64 * 1024;

  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonMapper MAPPER = new JsonMapper();

  /** What a helper says of a failure is a word, so that nothing it prints can carry a secret to a person. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");

  private HelperLines() {}

  /** @param id drawn for this question alone, so that no helper can answer before it was asked */
  record Question(String id, ProviderName provider) {}

  record Answer(String id, ProbeOutcome outcome) {}

  static String write(Question question) {
    return object(json -> {
      json.writeStringProperty("id", question.id());
      json.writeStringProperty("ask", question.provider().value());
    });
  }

  static String write(Answer answer) {
    return object(json -> {
      json.writeStringProperty("id", answer.id());
      switch (answer.outcome()) {
        case ProbeOutcome.Answered(Reading reading) -> {
          json.writeName("reading");
          ReadingText.write(json, reading);
        }
        case ProbeOutcome.NoAnswer(String why) ->
          json.writeStringProperty("failed", WORD.matcher(why).matches() ? why : "FAILED");
      }
    });
  }

  /** Empty for a line that is no question. */
  static Optional<Question> question(String line) {
    Optional<JsonNode> json = parse(line);
    Optional<String> id = json.flatMap(object -> text(object, "id"));
    Optional<ProviderName> ask = json.flatMap(object -> text(object, "ask")).flatMap(ProviderName::parse);
    return id.isPresent() && ask.isPresent() ? Optional.of(new Question(id.get(), ask.get())) : Optional.empty();
  }

  /**
   * Empty for a line that is no answer.
   *
   * @param now when it came
   */
  static Optional<Answer> answer(String line, Instant now) {
    Optional<JsonNode> json = parse(line);
    Optional<String> id = json.flatMap(object -> text(object, "id"));
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Optional<ProbeOutcome> failed = json.flatMap(object -> text(object, "failed"))
        .filter(word -> WORD.matcher(word).matches())
        .map(word -> new ProbeOutcome.NoAnswer("the helper learned nothing: " + word));
    Optional<ProbeOutcome> reading = json.map(object -> object.path("reading"))
        .filter(JsonNode::isObject)
        .flatMap(object -> ReadingText.read(object, now))
        .map(ProbeOutcome.Answered::new);
    return failed.or(() -> reading).map(outcome -> new Answer(id.get(), outcome));
  }

  private static Optional<JsonNode> parse(String line) {
    try {
      return Optional.of(MAPPER.readTree(line)).filter(JsonNode::isObject);
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode object, String name) {
    return Optional.of(object.path(name)).filter(JsonNode::isString).map(JsonNode::asString);
  }

  private static String object(Consumer<JsonGenerator> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    return text + "\n";
  }
}
