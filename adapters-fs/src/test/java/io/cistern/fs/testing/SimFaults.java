package io.cistern.fs.testing;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.SystemError;
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

  private record Rule(Predicate<SimStep> when, Fault fault) {}

  /** How a step fails. */
  @FunctionalInterface
  private interface Fault {
    DiskException of(SimStep step);
  }

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
    rules.add(new Rule(when, planned(kind)));
  }

  /** A directory is opened to be forced, and may be refused before anything is tried; all else that is forced is open. */
  void failWhen(Predicate<SimStep> when, SystemError error) {
    boolean refusesToOpen = error == SystemError.EACCES || error == SystemError.EMFILE;
    rules.add(new Rule(when, step -> {
      boolean tried = step.forces() && !(step.what().equals("force directory") && refusesToOpen);
      return tried ? error.ofForce(step.name()) : error.of(step.what(), step.name());
    }));
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

  Optional<DiskException> failure(SimStep step) {
    Optional<Kind> planned = Optional.ofNullable(failures.remove(step.number()))
        .or(() -> Optional.ofNullable(denied.get(step.name())));
    return planned.map(kind -> planned(kind).of(step)).or(
        () -> rules.stream().filter(rule -> rule.when().test(step)).map(rule -> rule.fault().of(step)).findFirst());
  }

  private static Fault planned(Kind kind) {
    return step -> new DiskException(kind, step.what(), step.name(), "planned");
  }
}
