package io.cistern.http.broker;

import io.cistern.domain.workspace.WorkspaceId;
import java.util.List;
import java.util.Optional;

/**
 * Where a request goes.
 *
 * @param workspace empty outside {@code /v1}, and for what is no route
 * @param operation the operation asked for, where one is
 */
record Route(Endpoint endpoint, Optional<WorkspaceId> workspace, String operation) {
  private static final Route NOWHERE = new Route(Endpoint.UNKNOWN, Optional.empty(), "");

  /** Finds the route of a method and a raw path; everything that is none ends at {@link Endpoint#UNKNOWN}. */
  static Route of(String method, String rawPath) {
    if (rawPath.equals("/health")) {
      return method.equals("GET") ? new Route(Endpoint.HEALTH, Optional.empty(), "") : NOWHERE;
    }
    if (rawPath.equals("/cistern/usage")) {
      return method.equals("GET") ? new Route(Endpoint.USAGE, Optional.empty(), "") : NOWHERE;
    }
    List<String> segments = List.of(rawPath.split("/", -1));
    if (segments.size() < 5 || !rawPath.startsWith("/v1/workspaces/")) {
      return NOWHERE;
    }
    Optional<WorkspaceId> workspace = Query.decoded(segments.get(3), false).flatMap(WorkspaceId::parse);
    String rest = String.join("/", segments.subList(4, segments.size()));
    Endpoint endpoint = endpoint(method, rest);
    String operation = endpoint == Endpoint.OPERATION ? rest.substring("ops/".length()) : "";
    return workspace.isEmpty() ? NOWHERE : new Route(endpoint, workspace, operation);
  }

  private static Endpoint endpoint(String method, String rest) {
    return switch (method + " " + rest) {
      case "GET fs/tree" -> Endpoint.TREE;
      case "GET fs/file" -> Endpoint.FILE;
      case "PUT fs/file" -> Endpoint.PUT;
      case "DELETE fs/file" -> Endpoint.DELETE;
      case "POST fs/bulk" -> Endpoint.BULK;
      case "GET fs/export" -> Endpoint.EXPORT;
      case "GET fs/events" -> Endpoint.EVENTS;
      case "GET ops" -> Endpoint.OPERATIONS;
      case "GET sync/status" -> Endpoint.SYNC_STATUS;
      default -> method.equals("GET") && rest.matches("ops/[^/]+") ? Endpoint.OPERATION : Endpoint.UNKNOWN;
    };
  }
}
