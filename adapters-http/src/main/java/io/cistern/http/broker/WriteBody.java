package io.cistern.http.broker;

import io.cistern.application.port.Semantics;
import io.cistern.application.port.WorkspaceStore.ContentIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Understands the body of a write without reading its contents: those are remembered by their place, since the encoding
 * that tells what they are may come after them. Fields nobody knows are passed over.
 */
final class WriteBody {
  private final JsonParser json;

  private WriteBody(JsonParser json) {
    this.json = json;
  }

  /**
   * The one file of a PUT.
   *
   * @throws Refusal 400 when the body is not such a JSON object
   */
  static WriteItem single(SpooledBody body) throws IOException {
    return parsed(body, WriteBody::item);
  }

  /**
   * The files of a bulk request; none when the field is missing.
   *
   * @throws Refusal 400 when the body is not such a JSON object
   */
  static List<WriteItem> many(SpooledBody body) throws IOException {
    return parsed(body, WriteBody::items);
  }

  private interface Part<T> {
    T read(WriteBody body);
  }

  private static <T> T parsed(SpooledBody body, Part<T> part) throws IOException {
    try (InputStream bytes = body.from(0); JsonParser json = Json.reader(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw notJson();
      }
      return part.read(new WriteBody(json));
    } catch (JacksonException e) {
      throw notJson();
    }
  }

  private List<WriteItem> items() {
    List<WriteItem> items = new ArrayList<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean files = json.currentName().equals("files");
      JsonToken value = json.nextToken();
      if (files && value == JsonToken.START_ARRAY) {
        items.clear();
        while (json.nextToken() == JsonToken.START_OBJECT) {
          items.add(item());
        }
        expect(JsonToken.END_ARRAY);
      } else if (files && value != JsonToken.VALUE_NULL) {
        throw notJson();
      } else {
        json.skipChildren();
      }
    }
    expect(JsonToken.END_OBJECT);
    return items;
  }

  private WriteItem item() {
    Map<String, String> texts = new HashMap<>();
    OptionalLong content = OptionalLong.empty();
    Optional<ContentIdentity> identity = Optional.empty();
    Semantics semantics = Semantics.NONE;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "content" -> content = place();
        case "contentIdentity" -> identity = identity();
        case "semantics" -> semantics = SemanticsJson.read(json);
        case "path", "contentType", "encoding", "ifMatch" -> texts.put(name, text());
        default -> json.skipChildren();
      }
    }
    expect(JsonToken.END_OBJECT);
    return new WriteItem(
        texts.getOrDefault("path", ""),
        texts.getOrDefault("contentType", ""),
        texts.getOrDefault("encoding", ""),
        texts.getOrDefault("ifMatch", ""),
        semantics,
        identity,
        content);
  }

  private OptionalLong place() {
    return switch (json.currentToken()) {
      case VALUE_STRING -> OptionalLong.of(json.currentTokenLocation().getByteOffset());
      case VALUE_NULL -> OptionalLong.empty();
      case null, default -> throw notJson();
    };
  }

  private Optional<ContentIdentity> identity() {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    expect(JsonToken.START_OBJECT);
    Map<String, String> texts = new HashMap<>();
    long ttl = 0;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "kind", "key" -> texts.put(name, text());
        case "ttlSeconds" -> ttl = value == JsonToken.VALUE_NULL ? 0 : json.getLongValue();
        default -> json.skipChildren();
      }
    }
    String kind = texts.getOrDefault("kind", "");
    String key = texts.getOrDefault("key", "");
    return kind.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new ContentIdentity(kind, key, Duration.ofSeconds(Math.max(0, ttl))));
  }

  private String text() {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getString();
      case VALUE_NULL -> "";
      case null, default -> throw notJson();
    };
  }

  private void expect(JsonToken token) {
    if (json.currentToken() != token) {
      throw notJson();
    }
  }

  private static Refusal notJson() {
    return Refusal.badRequest("invalid json body");
  }
}
