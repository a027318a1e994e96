package io.cistern.cli.homes;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** A credential as text: one flat JSON object. */
final class CredentialText {
  /** A parser that cannot go on must not quote what it read: that may be the token. */
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private CredentialText() {}

  static String write(Credential credential) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("version", 1);
      json.writeStringProperty("kind", Credential.KIND);
      json.writeStringProperty("baseUrl", credential.baseUrl());
      json.writeStringProperty("id", credential.id());
      switch (credential.secret()) {
        case Credential.Secret.Token(String value) -> json.writeStringProperty("token", value);
        case Credential.Secret.Command(String line) -> json.writeStringProperty("tokenCommand", line);
      }
      json.writeEndObject();
    }
    return text + "\n";
  }

  /** Empty for anything that is no credential of a kind that is known. */
  static Optional<Credential> read(String text) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING && json.currentName() != null) {
          fields.put(json.currentName(), json.getString());
        }
      }
    } catch (JacksonException malformed) {
      return Optional.empty();
    }
    Optional<Credential.Secret> secret = given(fields, "token").<Credential.Secret>map(Credential.Secret.Token::new)
        .or(() -> given(fields, "tokenCommand").map(Credential.Secret.Command::new));
    boolean known = given(fields, "kind").filter(Credential.KIND::equals).isPresent();
    if (!known || secret.isEmpty() || given(fields, "baseUrl").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Credential(fields.getOrDefault("baseUrl", ""), fields.getOrDefault("id", ""), secret.get()));
  }

  private static Optional<String> given(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isBlank());
  }
}
