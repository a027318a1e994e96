package io.cistern.http.broker.chaos;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What shall happen to which requests.
 *
 * @param endpoint one endpoint's name, or {@code all} for every one but health, by which scripts wait for a broker
 * @param probability from 0 to 1
 * @param after how many matching requests are spared first
 * @param count how many are hit at most
 * @param path the paths it holds for; empty for any, and for requests without one
 */
public record Rule(
    String endpoint, double probability, long after, long count, Optional<Pattern> path, List<Effect> effects) {
  public Rule {
    effects = List.copyOf(effects);
  }

  boolean isAbout(String requested, Optional<String> requestedPath) {
    return (endpoint.equals(requested) || (endpoint.equals("all") && !requested.equals("health")))
        && path.map(glob -> requestedPath.filter(glob.asMatchPredicate()).isPresent()).orElse(true);
  }
}
