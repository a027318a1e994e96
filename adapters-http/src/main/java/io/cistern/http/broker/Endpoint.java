package io.cistern.http.broker;

/** What a request can be about; the label is the name used by the access log and by chaos rules. */
enum Endpoint {
  HEALTH("health", ""),
  TREE("tree", "fs:read"),
  FILE("file", "fs:read"),
  PUT("put", "fs:write"),
  DELETE("delete", "fs:write"),
  BULK("bulk", "fs:write"),
  EXPORT("export", "fs:read"),
  EVENTS("events", "fs:read"),
  OPERATION("ops", "ops:read"),
  OPERATIONS("ops", "ops:read"),
  SYNC_STATUS("sync", "sync:read"),
  USAGE("usage", ""),
  UNKNOWN("unknown", "");

  private final String label;
  private final String scope;

  Endpoint(String label, String scope) {
    this.label = label;
    this.scope = scope;
  }

  String label() {
    return label;
  }

  /** What a token must grant; empty where none is asked for. */
  String scope() {
    return scope;
  }

  /** Whether the request names one path, which the log may show and a chaos rule may ask for. */
  boolean hasPath() {
    return switch (this) {
      case TREE, FILE, PUT, DELETE, EXPORT -> true;
      case HEALTH, BULK, EVENTS, OPERATION, OPERATIONS, SYNC_STATUS, USAGE, UNKNOWN -> false;
    };
  }
}
