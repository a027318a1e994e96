package io.cistern.http.broker;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables of the path contract, row by row. */
public final class ContractTables {
  private ContractTables() {}

  /** The cases of a table; a table without any would prove nothing, so it fails. */
  public static Stream<JsonNode> cases(String table) throws IOException {
    try (InputStream in = ContractTables.class.getResourceAsStream(table)) {
      JsonNode cases = new JsonMapper().readTree(in).get("cases");
      if (cases == null || cases.isEmpty()) {
        throw new IOException(table + " has no cases");
      }
      return cases.valueStream();
    }
  }
}
