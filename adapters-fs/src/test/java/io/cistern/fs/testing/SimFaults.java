package io.cistern.fs.testing;

import io.cistern.fs.disk.DiskException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What shall go wrong on a {@link SimDisk}, and when. */
final class SimFaults {
  private final Map<Long, Runnable> deeds = new HashMap<>();
  private final Map<Long, Kind> failures = new HashMap<>();
  private final Set<Long> ends = new HashSet<>();
  private final Map<String, Kind> denied = new HashMap<>();
  private final List<Rule> rules = new ArrayList<>();

  private record Rule(Predicate<SimStep> when, Kind kind) {}

  void before(long step, Runnable deed) {
    deeds.merge(step, deed, (first, second) -> () -> {
      first.run();
      second.run();
    });
  }

  void failAt(long step, Kind kind) {
    failures.put(step, kind);
  }

  void failWhen(Predicate<SimStep> when, Kind kind) {
    rules.add(new Rule(when, kind));
  }

  void killInside(long step) {
    ends.add(step);
  }

  boolean endsInside(SimStep step) {
    return ends.remove(step.number()) && step.what().equals("write");
  }

  void deny(String name, Kind kind) {
    denied.put(name, kind);
  }

  void allow(String name) {
    denied.remove(name);
  }

  void forgetRules() {
    rules.clear();
  }

  void run(SimStep step) {
    Runnable deed = deeds.remove(step.number());
    if (deed != null) {
      deed.run();
    }
  }

  Optional<Kind> failure(SimStep step) {
    Optional<Kind> planned = Optional.ofNullable(failures.remove(step.number()))
        .or(() -> Optional.ofNullable(denied.get(step.name())));
    return planned.or(() -> rules.stream().filter(rule -> rule.when().test(step)).map(Rule::kind).findFirst());
  }
}
