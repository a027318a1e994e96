package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Knows what a mirror may hold, by what was there and what the programs said that they had done. Versions of a file are
 * named by their hashes. For one thread, except as a judge.
 */
final class StormOracle implements Watcher.Judge {
  static final String ABSENT = "absent";
  static final String PLACEHOLDER = "placeholder";
  static final String NOTHING = "nothing";

  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> possible = new TreeMap<>();

  /** What a program that runs in a storm does. */
  enum Kind {
    ADD, REMOVE, HYDRATE
  }

  /**
   * What one program does with one path.
   *
   * @param version what an addition or hydration puts there
   * @param said its word for the path, {@link #NOTHING} where it ended without one; empty where it was killed before
   */
  record Deed(Kind kind, String name, String version, Optional<String> said) {
    /** A failure changes nothing, and neither does what was never said to be done; "skipped" says that the bytes are there. */
    private boolean mayBeUndone() {
      return !Set.of("added", "replaced", "skipped", "hydrated", "removed").contains(said.orElse(""));
    }

    /** What it makes of this; empty where what it said cannot have come of this. */
    private Optional<String> after(String state) {
      Set<String> fits = switch (kind) {
        case ADD -> Set.of(state.equals(ABSENT) ? "added" : state.equals(version) ? "skipped" : "replaced");
        case REMOVE -> state.equals(ABSENT) ? Set.of() : Set.of("removed");
        case HYDRATE -> state.equals(PLACEHOLDER) ? Set.of("hydrated") : Set.of();
      };
      boolean happens = said.map(fits::contains).orElse(!fits.isEmpty());
      return happens ? Optional.of(kind == Kind.REMOVE ? ABSENT : version) : Optional.empty();
    }
  }

  static String version(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
    } catch (NoSuchAlgorithmException none) {
      throw new IllegalStateException(none);
    }
  }

  /** A version that may be seen from now on; said before any program can write it. */
  void knows(String name, String version) {
    known.computeIfAbsent(name, _ -> ConcurrentHashMap.newKeySet()).add(version);
  }

  void holds(String name, String state) {
    knows(name, state);
    possible.put(name, Set.of(state));
  }

  /** The paths that are certainly there. */
  List<String> present() {
    return possible.keySet().stream().filter(name -> !possible.get(name).contains(ABSENT)).toList();
  }

  /** Programs ran side by side: whatever order explains what they said, may be what came of it. */
  void happened(Collection<Deed> deeds) {
    Map<String, List<Deed>> byName = new TreeMap<>();
    deeds.forEach(deed -> byName.computeIfAbsent(deed.name, _ -> new ArrayList<>()).add(deed));
    byName.forEach((name, those) -> {
      Set<String> ends = new TreeSet<>();
      Set<String> before = possible.getOrDefault(name, Set.of(ABSENT));
      before.forEach(state -> ends.addAll(ends(state, those)));
      assertThat(ends).as("no order explains " + those + " on " + before).isNotEmpty();
      possible.put(name, ends);
    });
  }

  private static Set<String> ends(String before, List<Deed> deeds) {
    Set<Way> ways = Set.of(new Way(before, deeds));
    for (int i = 0; i < deeds.size(); i++) {
      ways = ways.stream().flatMap(Way::further).collect(Collectors.toSet());
    }
    return ways.stream().map(Way::state).collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * How it may have gone so far.
   *
   * @param left what is to happen yet; those of one kind in this order, because they ran one after the other
   */
  private record Way(String state, List<Deed> left) {
    Stream<Way> further() {
      List<Way> ways = new ArrayList<>();
      Set<Kind> begun = EnumSet.noneOf(Kind.class);
      for (int i = 0; i < left.size(); i++) {
        Deed deed = left.get(i);
        if (begun.add(deed.kind)) {
          List<Deed> others = new ArrayList<>(left);
          others.remove(i);
          deed.after(state).ifPresent(next -> ways.add(new Way(next, others)));
          if (deed.mayBeUndone()) {
            ways.add(new Way(state, others));
          }
        }
      }
      return ways.stream();
    }
  }

  /**
   * Everything is as it may be; from now on it is as it was found.
   *
   * @return how many paths could have been otherwise
   */
  int settle(Path mirror) throws IOException {
    Set<String> there = new TreeSet<>();
    Trees.files(mirror).forEach(file -> there.add("/" + file));
    assertThat(possible.keySet()).as("files that nobody made").containsAll(there);
    int open = 0;
    Map<String, String> wrong = new TreeMap<>();
    for (Map.Entry<String, Set<String>> one : possible.entrySet()) {
      String found = there.contains(one.getKey()) ? state(mirror.resolve(one.getKey().substring(1))) : ABSENT;
      if (!one.getValue().contains(found)) {
        wrong.put(one.getKey(), found + " instead of " + one.getValue());
      }
      open += one.getValue().size() > 1 ? 1 : 0;
      one.setValue(Set.of(found));
    }
    assertThat(wrong).as("lost, or not what was said").isEmpty();
    return open;
  }

  /** What a path is since it was settled. */
  String state(String name) {
    return possible.getOrDefault(name, Set.of(ABSENT)).iterator().next();
  }

  private static String state(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length == 0 ? PLACEHOLDER : version(bytes);
  }

  @Override
  public Optional<String> wrong(Path name, Path file, long size) throws IOException {
    try {
      String state = state(file);
      return known.getOrDefault("/" + name, Set.of()).contains(state)
          ? Optional.empty()
          : Optional.of("is no whole known version: " + state + ", " + size + " bytes");
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }
}
