package io.cistern.http.broker;

/** Which resource answers what. */
final class Resources {
  private final Spooling spooling;

  Resources(Spooling spooling) {
    this.spooling = spooling;
  }

  Resource of(Endpoint endpoint) {
    return switch (endpoint) {
      case TREE -> new TreeResource(TreeResource.PAGE);
      case FILE -> new FileResource();
      case PUT, DELETE -> new WriteResource(spooling);
      case BULK -> new BulkResource(spooling);
      case EXPORT -> new ExportResource();
      case EVENTS -> new EventsResource();
      case OPERATION, OPERATIONS -> new OperationsResource();
      case SYNC_STATUS -> new SyncStatusResource();
      case HEALTH, USAGE, UNKNOWN -> call -> {
        throw Refusal.notFound("route not found");
      };
    };
  }
}
