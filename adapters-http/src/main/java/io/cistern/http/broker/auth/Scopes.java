package io.cistern.http.broker.auth;

import java.util.List;

/** What a token grants, and whether it is enough (contract 3.2). Immutable. */
public record Scopes(List<String> granted) {
  public Scopes {
    granted = List.copyOf(granted);
  }

  /** A grant with a plane; two-segment texts such as {@code fs:read} are literals and never become one. */
  private record Grant(String plane, String resource, String action, ScopePath path) {
    boolean covers(String wantedResource, String wantedAction) {
      boolean actionFits = action.equals("*")
          || action.equals(wantedAction)
          || (action.equals("manage") && (wantedAction.equals("read") || wantedAction.equals("write")));
      return actionFits && switch (plane) {
        case "relayfile", "*" -> resource.equals("*") || resource.equals(wantedResource);
        case "workspace" -> wantedResource.equals("fs");
        default -> false;
      };
    }
  }

  /**
   * Whether something may be done to a file.
   *
   * @param required such as {@code fs:read}
   * @param file its path as it arrived; an empty one fits only grants without a path
   */
  public boolean allow(String required, String file) {
    return visibility(required).sees(file.strip());
  }

  /** Whether something may be done that has no path: the literal, or a grant for it whatever its path. */
  public boolean allowSomewhere(String required) {
    return granted.contains(required)
        || covering(required).stream().anyMatch(grant -> !grant.plane().equals("workspace"));
  }

  /** All the paths for which {@link #allow} would say yes. */
  public Visibility visibility(String required) {
    List<ScopePath> paths = covering(required).stream().map(Grant::path).toList();
    boolean all = paths.stream().anyMatch(ScopePath.Everything.class::isInstance)
        || (paths.isEmpty() && granted.contains(required));
    return new Visibility(all, all ? List.of() : paths);
  }

  private List<Grant> covering(String required) {
    int colon = required.indexOf(':');
    String resource = required.substring(0, colon);
    String action = required.substring(colon + 1);
    return granted.stream()
        .map(text -> text.split(":", 4))
        .filter(parts -> parts.length >= 3)
        .map(parts -> new Grant(parts[0], parts[1], parts[2],
            parts.length == 3 ? new ScopePath.Everything() : ScopePath.parse(parts[3])))
        .filter(grant -> grant.covers(resource, action))
        .toList();
  }
}
