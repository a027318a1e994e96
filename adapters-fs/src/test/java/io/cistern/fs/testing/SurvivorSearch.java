package io.cistern.fs.testing;

import io.cistern.fs.testing.SimWrite.Fate;
import io.cistern.fs.testing.Survivors.Choice;
import io.cistern.fs.testing.Survivors.NamesAfter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Lists what a power cut may leave of a state. First counts through everything; as soon as that exceeds the bound, it
 * takes the extremes and a sample instead.
 */
final class SurvivorSearch {
  /** More subsets than this of changed names are not counted through. */
  private static final int MOST_COUNTED = 16;

  /** How often to draw per wanted survivor before giving up on finding new ones. */
  private static final int DRAWS = 4;

  private final SimState state;
  private final int bound;
  private final SplittableRandom random;

  /** Changes of names that may survive or not, by their place among the pending. */
  private final List<Integer> open = new ArrayList<>();

  /** Changes that nobody wants to see lost. */
  private final Set<Integer> always = new TreeSet<>();

  private final Set<Choice> found = new LinkedHashSet<>();

  SurvivorSearch(SimState state, int bound, long seed) {
    this.state = state;
    this.bound = bound;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < state.pending.size(); i++) {
      NameChange change = state.pending.get(i);
      if (!change.forced()) {
        (state.isDull(change) ? always : open).add(i);
      }
    }
  }

  Survivors run() {
    if (countThrough()) {
      return new Survivors(List.copyOf(found), true);
    }
    found.clear();
    extremes();
    for (int draw = 0; draw < DRAWS * bound && !isFull(); draw++) {
      Set<Integer> kept = randomNames();
      found.add(new Choice(kept, randomBytes(kept)));
    }
    return new Survivors(List.copyOf(found), false);
  }

  /** Whether everything fits within the bound. */
  private boolean countThrough() {
    if (!state.options.orderedMetadata() && open.size() > MOST_COUNTED) {
      return false;
    }
    Set<Map<Long, Map<String, SimEntry>>> seen = new HashSet<>();
    int sets = state.options.orderedMetadata() ? open.size() + 1 : 1 << open.size();
    for (int set = 0; set < sets; set++) {
      Set<Integer> kept = state.options.orderedMetadata() ? prefix(set) : subset(set);
      if (seen.add(NamesAfter.of(state, kept).changed()) && !countBytes(kept)) {
        return false;
      }
    }
    return true;
  }

  private boolean countBytes(Set<Integer> kept) {
    List<Map<Long, FileFate>> products = List.of(Map.of());
    for (Map.Entry<Long, List<FileFate>> file : fates(kept).entrySet()) {
      List<Map<Long, FileFate>> next = new ArrayList<>();
      for (Map<Long, FileFate> product : products) {
        for (FileFate fate : file.getValue()) {
          Map<Long, FileFate> longer = new HashMap<>(product);
          longer.put(file.getKey(), fate);
          next.add(longer);
        }
      }
      if (found.size() + next.size() > bound) {
        return false;
      }
      products = next;
    }
    products.forEach(bytes -> found.add(new Choice(kept, bytes)));
    return found.size() <= bound;
  }

  private void extremes() {
    Set<Integer> none = names(Set.of());
    Set<Integer> all = names(new HashSet<>(open));
    for (Fate fate : List.of(Fate.OLD, Fate.NEW, Fate.GARBAGE)) {
      add(none, () -> uniform(none, fate));
      add(all, () -> uniform(all, fate));
    }
    if (isFull()) {
      return;
    }
    for (Map.Entry<Long, List<FileFate>> file : fates(all).entrySet()) {
      for (FileFate fate : file.getValue()) {
        add(all, () -> {
          Map<Long, FileFate> bytes = uniform(all, Fate.NEW);
          bytes.put(file.getKey(), fate);
          return bytes;
        });
      }
    }
    for (int i = 0; i < open.size(); i++) {
      Set<Integer> prefix = prefix(i);
      add(prefix, () -> uniform(prefix, Fate.NEW));
      if (!state.options.orderedMetadata()) {
        Set<Integer> others = new TreeSet<>(all);
        others.remove(open.get(i));
        add(others, () -> uniform(others, Fate.NEW));
        Set<Integer> only = names(Set.of(open.get(i)));
        add(only, () -> uniform(only, Fate.NEW));
      }
    }
  }

  /** Spares the trouble of finding more than is wanted. */
  private void add(Set<Integer> kept, Supplier<Map<Long, FileFate>> bytes) {
    if (!isFull()) {
      found.add(new Choice(kept, bytes.get()));
    }
  }

  private boolean isFull() {
    return found.size() >= bound;
  }

  private Set<Integer> names(Set<Integer> chosen) {
    Set<Integer> kept = new TreeSet<>(always);
    kept.addAll(chosen);
    return kept;
  }

  private Set<Integer> prefix(int count) {
    return names(Set.copyOf(open.subList(0, count)));
  }

  private Set<Integer> subset(int bits) {
    Set<Integer> chosen = new HashSet<>();
    for (int i = 0; i < open.size(); i++) {
      if ((bits & (1 << i)) != 0) {
        chosen.add(open.get(i));
      }
    }
    return names(chosen);
  }

  private Set<Integer> randomNames() {
    if (state.options.orderedMetadata()) {
      return prefix(random.nextInt(open.size() + 1));
    }
    Set<Integer> chosen = new HashSet<>();
    int odds = 1 + random.nextInt(7);
    for (Integer each : open) {
      if (random.nextInt(8) < odds) {
        chosen.add(each);
      }
    }
    return names(chosen);
  }

  private Map<Long, FileFate> randomBytes(Set<Integer> kept) {
    Map<Long, FileFate> bytes = new HashMap<>();
    fates(kept).forEach((number, fates) -> {
      boolean canonical = fates.size() == 1 || random.nextBoolean();
      bytes.put(number, canonical
          ? fates.get(random.nextInt(fates.size()))
          : FileFate.random(state.get(number).unforced.size(), random));
    });
    return bytes;
  }

  private Map<Long, FileFate> uniform(Set<Integer> kept, Fate fate) {
    Map<Long, FileFate> bytes = new LinkedHashMap<>();
    fates(kept).forEach((number, fates) -> bytes.put(number, fates.size() == 1
        ? fates.getFirst()
        : FileFate.all(fate, state.get(number).unforced.size())));
    return bytes;
  }

  /** For each file that has a name then and unforced bytes: how it may come back. */
  private Map<Long, List<FileFate>> fates(Set<Integer> kept) {
    Map<Long, List<FileFate>> fates = new TreeMap<>();
    NamesAfter.of(state, kept).reach(state, (number, inode) -> {
      if (!inode.unforced.isEmpty()) {
        fates.put(number, inode.dull
            ? List.of(FileFate.all(Fate.NEW, inode.unforced.size()))
            : FileFate.of(inode));
      }
    });
    return fates;
  }
}
