package io.cistern.http.virtual;

import io.cistern.http.broker.chaos.Chaos;
import io.cistern.http.broker.chaos.ChaosSpec;
import io.cistern.http.broker.chaos.Effect;
import io.cistern.http.broker.chaos.Faults;
import io.cistern.http.broker.chaos.Rule;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What a broker refuses until it is told otherwise, whether or not anything goes wrong. Safe for use by many threads. */
public final class StandingRefusals {
  private final InstantSource clock;
  private final Map<What, Effect.Status> refused = new ConcurrentHashMap<>();

  /**
   * What is refused.
   *
   * @param path empty for the whole endpoint
   */
  private record What(String endpoint, String path) {}

  StandingRefusals(InstantSource clock) {
    this.clock = clock;
  }

  /** There is no event feed: 403 for one that is refused, 404 for one that is absent. */
  public void refuseFeed(int status) {
    refuse("events", "", status, status == 403 ? "forbidden" : "not_found");
  }

  /** This file cannot be read. */
  public void refuseRead(String path, int status, String code) {
    refuse("file", path, status, code);
  }

  /** Nothing of this endpoint can be had. */
  public void refuse(String endpoint, int status, String code) {
    refuse(endpoint, "", status, code);
  }

  /** From now on nothing is refused. */
  public void lift() {
    refused.clear();
  }

  private void refuse(String endpoint, String path, int status, String code) {
    refused.put(new What(endpoint, path), new Effect.Status(status, code, "refused", OptionalLong.empty()));
  }

  Optional<Faults> against(Request request) {
    return Optional.ofNullable(refused.get(new What(request.endpoint(), "")))
        .or(() -> Optional.ofNullable(refused.get(new What(request.endpoint(), request.path()))))
        .map(effect -> new Rule(request.endpoint(), 1, 0, Long.MAX_VALUE, Optional.<Pattern>empty(), List.of(effect)))
        .map(rule -> new Chaos(new ChaosSpec(List.of(rule), OptionalLong.of(0)), clock))
        .map(refusing -> refusing.faults(request.endpoint(), Optional.empty()));
  }
}
