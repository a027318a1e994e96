package io.cistern.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The part of JSON Schema that our schemas use; an unknown keyword is an error, not ignored. */
final class JsonSchema {
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode root;

  private JsonSchema(JsonNode root) {
    this.root = root;
  }

  /** Reads {@code src/main/schema/NAME.schema.json}. */
  static JsonSchema named(String name) {
    return new JsonSchema(JSON.readTree(Path.of("src/main/schema", name + ".schema.json")));
  }

  /** What is wrong with a document; nothing when it fits. */
  List<String> faults(String document) {
    return faults(root, JSON.readTree(document), "$");
  }

  private static List<String> faults(JsonNode schema, JsonNode value, String at) {
    List<String> faults = new ArrayList<>();
    schema.properties().forEach(keyword -> {
      JsonNode rule = keyword.getValue();
      switch (keyword.getKey()) {
        case "type" -> expect(faults, isOneOf(rule, value), at + " is no " + rule);
        case "const" -> expect(faults, rule.equals(value), at + " is not " + rule);
        case "enum" -> expect(faults, contains(rule, value), at + " is none of " + rule + ": " + value);
        case "required" -> rule.forEach(name ->
            expect(faults, value.has(name.asString()), at + " has no " + name));
        case "properties" -> rule.properties().forEach(property -> {
          if (value.has(property.getKey())) {
            faults.addAll(faults(property.getValue(), value.get(property.getKey()), at + "." + property.getKey()));
          }
        });
        case "items" -> value.forEach(item -> faults.addAll(faults(rule, item, at + "[]")));
        case "additionalProperties" -> value.forEach(item -> faults.addAll(faults(rule, item, at + ".*")));
        case "anyOf" -> anyOf(faults, rule, value, at);
        case "$schema", "$id", "title", "format" -> {}
        default -> throw new IllegalArgumentException("the validator does not know " + keyword.getKey());
      }
    });
    return faults;
  }

  private static void anyOf(List<String> faults, JsonNode rules, JsonNode value, String at) {
    List<String> all = new ArrayList<>();
    for (JsonNode rule : rules) {
      List<String> own = faults(rule, value, at);
      if (own.isEmpty()) {
        return;
      }
      all.addAll(own);
    }
    faults.add(at + " fits none of its forms: " + value + " " + all);
  }

  private static boolean isOneOf(JsonNode types, JsonNode value) {
    if (!types.isArray()) {
      return isType(types.asString(), value);
    }
    for (JsonNode type : types) {
      if (isType(type.asString(), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isType(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> throw new IllegalArgumentException("no type " + type);
    };
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode allowed : values) {
      if (allowed.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static void expect(List<String> faults, boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }
}
