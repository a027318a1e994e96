package io.cistern.http.broker;

import io.cistern.application.port.Semantics;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What clients say about a file besides its content, as it travels (contract 6, 7.4). */
final class SemanticsJson {
  /** Characters of all its texts together: plenty for labels, and far from what a record of the store may hold. */
  private static final int MOST = 64 * 1024;

  /** Texts in texts are escaped once more on their way out. */
  private static final JsonFactory PLAIN = new JsonFactory();

  private final JsonParser json;
  private int read;

  private SemanticsJson(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads the value that a parser stands at; unknown fields are passed over.
   *
   * @throws Refusal 400 when it is no such object, or too large
   */
  static Semantics read(JsonParser json) {
    return new SemanticsJson(json).object();
  }

  /** Writes the fields that are not empty, as one object. */
  static void write(JsonGenerator json, Semantics semantics) {
    json.writeStartObject();
    if (!semantics.properties().isEmpty()) {
      json.writeObjectPropertyStart("properties");
      semantics.properties().forEach(json::writeStringProperty);
      json.writeEndObject();
    }
    list(json, "relations", semantics.relations());
    list(json, "permissions", semantics.permissions());
    list(json, "comments", semantics.comments());
    json.writeEndObject();
  }

  private Semantics object() {
    Map<String, String> properties = new HashMap<>();
    Map<String, List<String>> lists = new HashMap<>();
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Semantics.NONE;
    }
    expect(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "properties" -> properties.putAll(texts());
        case "relations", "permissions", "comments" -> lists.put(name, list());
        default -> json.skipChildren();
      }
    }
    expect(JsonToken.END_OBJECT);
    return new Semantics(
        properties,
        lists.getOrDefault("relations", List.of()),
        lists.getOrDefault("permissions", List.of()),
        lists.getOrDefault("comments", List.of()));
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    if (json.currentToken() != JsonToken.VALUE_NULL) {
      expect(JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = counted(json.currentName());
        json.nextToken();
        texts.put(name, counted(anything()));
      }
      expect(JsonToken.END_OBJECT);
    }
    return texts;
  }

  /** A value of any type as text: a string is itself, everything else stays the JSON that it is. */
  private String anything() {
    if (json.currentToken().isScalarValue()) {
      return json.getString();
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = PLAIN.createGenerator(ObjectWriteContext.empty(), text)) {
      copy.copyCurrentStructureExact(json);
    }
    return text.toString();
  }

  private List<String> list() {
    List<String> texts = new ArrayList<>();
    if (json.currentToken() != JsonToken.VALUE_NULL) {
      expect(JsonToken.START_ARRAY);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() != JsonToken.VALUE_NULL) {
          expect(JsonToken.VALUE_STRING);
          texts.add(counted(json.getString()));
        }
      }
    }
    return texts;
  }

  private String counted(String text) {
    read += text.length();
    if (read > MOST) {
      throw Refusal.badRequest("the semantics are too large");
    }
    return text;
  }

  private void expect(JsonToken token) {
    if (json.currentToken() != token) {
      throw Refusal.badRequest("invalid json body");
    }
  }

  private static void list(JsonGenerator json, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      json.writeArrayPropertyStart(name);
      texts.forEach(json::writeString);
      json.writeEndArray();
    }
  }
}
