package io.cistern.domain.placeholder;

import io.cistern.domain.failure.Invariant;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The names whose content is always kept here. A directory's name covers everything below it, now and later; {@code "/"}
 * covers all. Immutable.
 *
 * @param names in the order of {@link Utf8Order}, at most {@link #MOST}
 */
public record Pins(NavigableSet<String> names) {
  /** All of them are read whenever a mirror is opened; who needs more can pin a directory. */
  public static final int MOST = 4096;

  /** Nothing is pinned. */
  public static final Pins NONE = new Pins(new TreeSet<>(Utf8Order.COMPARATOR));

  public Pins {
    TreeSet<String> copy = new TreeSet<>(Utf8Order.COMPARATOR);
    copy.addAll(names);
    Invariant.check(copy.size() <= MOST, "pins are bounded");
    Invariant.check(copy.stream().allMatch(Pins::canBe), "a pin is a path");
    names = Collections.unmodifiableNavigableSet(copy);
  }

  /** The pins of these names. */
  public static Pins of(Collection<String> names) {
    TreeSet<String> ordered = new TreeSet<>(Utf8Order.COMPARATOR);
    ordered.addAll(names);
    return new Pins(ordered);
  }

  /** Whether a text can be a pin. */
  public static boolean canBe(String name) {
    return name.equals("/") || WorkspacePath.parse(name).isPresent();
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** The pin that keeps a file or directory here: its own, else the nearest directory's above it. */
  public Optional<String> over(String name) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String at = name;
    while (!at.isEmpty()) {
      if (names.contains(at)) {
        return Optional.of(at);
      }
      at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
    }
    return names.contains("/") ? Optional.of("/") : Optional.empty();
  }

  /** With one more. */
  public Pins with(String name) {
    TreeSet<String> next = new TreeSet<>(names);
    next.add(name);
    return new Pins(next);
  }

  /** With one less. */
  public Pins without(String name) {
    TreeSet<String> next = new TreeSet<>(names);
    next.remove(name);
    return new Pins(next);
  }
}
