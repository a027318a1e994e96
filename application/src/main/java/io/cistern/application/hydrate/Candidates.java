package io.cistern.application.hydrate;

import io.cistern.application.port.Manifest;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.Globs;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The placeholders that a selection names, in the order of their paths, so that runs repeat. Walks the manifest as it goes
 * and keeps none of it. Used by one thread.
 */
final class Candidates implements Iterator<PathEntry> {
  /** Set aside for content that is opened and never wanted unasked. */
  private static final String RESERVED = "/__extern/";

  private final Manifest manifest;
  private final Iterator<String> prefixes;
  private final Predicate<PathEntry> wanted;
  private final Set<String> exact;
  private final Predicate<PathEntry> fit;
  private final Unmatched unmatched;
  private Iterator<PathEntry> entries = List.<PathEntry>of().iterator();
  private Optional<PathEntry> next = Optional.empty();

  private Candidates(
      Manifest manifest, NavigableSet<String> prefixes, Predicate<PathEntry> wanted, Set<String> exact,
      Predicate<PathEntry> fit, Unmatched unmatched) {
    this.exact = exact;
    this.fit = fit;
    this.manifest = manifest;
    this.prefixes = prefixes.iterator();
    this.wanted = wanted;
    this.unmatched = unmatched;
    advance();
  }

  /** @param except names that are left out, and use no limit up */
  static Candidates of(
      Manifest manifest, Selection selection, Set<String> except, EagerRules rules, FetchGuard guard) {
    Predicate<PathEntry> besides = entry -> !except.contains(entry.name());
    return switch (selection) {
      case Selection.Nothing() -> none(manifest);
      case Selection.Eager() when rules.globs().isEmpty() ->
        pinned(manifest, manifest.pins(), besides);
      case Selection.Eager() -> eager(manifest, manifest.pins(), besides, new EagerLimit(rules, guard));
      case Selection.Everything() -> everywhere(manifest, besides.and(entry -> !entry.name().startsWith(RESERVED)));
      case Selection.Named(List<String> arguments) -> named(manifest, arguments, besides, Candidates::isCandidate);
    };
  }

  /** Arguments that named nothing at all; known when the walk has ended. */
  List<String> unmatched() {
    return unmatched.arguments();
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public PathEntry next() {
    PathEntry entry = next.orElseThrow(NoSuchElementException::new);
    advance();
    return entry;
  }

  private void advance() {
    while (true) {
      while (entries.hasNext()) {
        PathEntry entry = entries.next();
        if (isNameable(entry) && wanted.test(entry) && fit.test(entry)) {
          next = Optional.of(entry);
          return;
        }
      }
      if (!prefixes.hasNext()) {
        next = Optional.empty();
        return;
      }
      entries = manifest.from(prefixes.next(), "");
    }
  }

  /** A name that this disk cannot hold counts only where a person means it, who then hears why it cannot come. */
  private boolean isNameable(PathEntry entry) {
    return entry.state() != PathState.QUARANTINED || exact.contains(entry.name());
  }

  private static boolean isCandidate(PathEntry entry) {
    return entry.state() == PathState.PLACEHOLDER || entry.state() == PathState.QUARANTINED;
  }

  private static Candidates none(Manifest manifest) {
    return new Candidates(
        manifest, new TreeSet<>(), entry -> false, Set.of(), Candidates::isCandidate, Unmatched.none());
  }

  private static Candidates pinned(Manifest manifest, Pins pins, Predicate<PathEntry> besides) {
    NavigableSet<String> exact = new TreeSet<>();
    NavigableSet<String> below = new TreeSet<>();
    for (String name : pins.names()) {
      if (manifest.find(name).isPresent()) {
        exact.add(name);
      } else {
        below.add(name.endsWith("/") ? name : name + "/");
      }
    }
    return new Candidates(
        manifest, roots(exact, below), besides.and(entry -> pins.over(entry.name()).isPresent()), Set.of(),
        Candidates::isCandidate,
        Unmatched.none());
  }

  /** What a person has pinned is wanted whatever the limits say, and does not use them up. */
  private static Candidates eager(
      Manifest manifest, Pins pins, Predicate<PathEntry> besides, EagerLimit limit) {
    return everywhere(manifest, besides.and(entry -> pins.over(entry.name()).isPresent() || limit.admits(entry)));
  }

  private static Candidates everywhere(Manifest manifest, Predicate<PathEntry> wanted) {
    return new Candidates(
        manifest, new TreeSet<>(List.of("/")), wanted, Set.of(), Candidates::isCandidate, Unmatched.none());
  }

  /** What these name and fits, whatever its state. */
  static Candidates named(Manifest manifest, List<String> arguments, Predicate<PathEntry> fit) {
    return named(manifest, arguments, entry -> true, fit);
  }

  private static Candidates named(
      Manifest manifest, List<String> arguments, Predicate<PathEntry> besides, Predicate<PathEntry> fit) {
    NavigableSet<String> exact = new TreeSet<>();
    NavigableSet<String> below = new TreeSet<>();
    List<String> globs = new ArrayList<>();
    for (String argument : arguments) {
      String directory = argument.endsWith("/") ? argument : argument + "/";
      if (argument.equals("/")) {
        below.add("/");
      } else if (manifest.find(argument).filter(entry -> WorkspacePath.parse(entry.name()).isPresent()).isPresent()) {
        exact.add(argument);
      } else if (argument.startsWith("/") && manifest.from(directory, "").hasNext()) {
        below.add(directory);
      } else {
        globs.add(argument);
      }
    }
    Unmatched unmatched = new Unmatched(globs);
    Globs patterns = Globs.of(globs);
    Predicate<PathEntry> wanted = entry -> unmatched.test(entry.name(), patterns)
        || exact.contains(entry.name())
        || below.stream().anyMatch(entry.name()::startsWith);
    NavigableSet<String> roots = globs.isEmpty() ? roots(exact, below) : new TreeSet<>(List.of("/"));
    return new Candidates(manifest, roots, wanted.and(besides), exact, fit, unmatched);
  }

  /** Where to look when every argument is a name: none within another, so that no path comes twice. */
  private static NavigableSet<String> roots(NavigableSet<String> exact, NavigableSet<String> below) {
    NavigableSet<String> all = new TreeSet<>(Utf8Order.COMPARATOR);
    all.addAll(below);
    all.addAll(exact);
    NavigableSet<String> roots = new TreeSet<>(Utf8Order.COMPARATOR);
    all.stream()
        .filter(root -> all.stream().noneMatch(other -> !other.equals(root) && root.startsWith(other)))
        .forEach(roots::add);
    return roots;
  }
}
