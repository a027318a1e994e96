package io.cistern.it.crash;

import io.cistern.fs.testing.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One thing that can be done to a small tree. */
sealed interface Operation {
  /** Names that nothing has in the beginning; one of them in a directory of its own. */
  List<String> FREE = List.of("/n", "/d/m");

  /** The tree that every sequence begins with: a placeholder and a file. */
  Map<String, String> BEGINNING = Map.of("/p", "", "/q", "q0");

  /** A file that was not there, or other bytes in it, or those of a placeholder. */
  record Put(Word word, String path, String text) implements Operation {
    @Override
    public String toString() {
      return word.name().toLowerCase(Locale.ROOT) + " " + path;
    }
  }

  /** What a {@link Put} is to whoever asks for it. */
  enum Word {
    ADD,
    REPLACE,
    HYDRATE
  }

  record Remove(String path) implements Operation {
    @Override
    public String toString() {
      return "rm " + path;
    }
  }

  record Move(String from, String to, String text) implements Operation {
    @Override
    public String toString() {
      return "mv " + from + " " + to;
    }
  }

  record Checkpoint() implements Operation {
    @Override
    public String toString() {
      return "checkpoint";
    }
  }

  /** Every operation that makes sense on a tree; {@code number} makes its text one that never was. */
  static List<Operation> on(Map<String, String> tree, int number) {
    List<Operation> all = new ArrayList<>();
    List<String> free = FREE.stream().filter(name -> !tree.containsKey(name)).toList();
    new TreeMap<>(tree).forEach((path, text) -> {
      all.add(new Remove(path));
      all.add(new Put(text.isEmpty() ? Word.HYDRATE : Word.REPLACE, path, "text " + number));
      if (!text.isEmpty()) {
        free.forEach(name -> all.add(new Move(path, name, text)));
      }
    });
    free.forEach(name -> all.add(new Put(Word.ADD, name, "text " + number)));
    all.add(new Checkpoint());
    return all;
  }

  /** Every sequence of a length, shorter ones not included. */
  static List<List<Operation>> sequences(int length) {
    List<List<Operation>> all = List.of(List.of());
    for (int number = 1; number <= length; number++) {
      List<List<Operation>> longer = new ArrayList<>();
      for (List<Operation> sequence : all) {
        for (Operation next : on(after(sequence), number)) {
          List<Operation> one = new ArrayList<>(sequence);
          one.add(next);
          longer.add(List.copyOf(one));
        }
      }
      all = longer;
    }
    return all;
  }

  /** The tree after a sequence. */
  static SortedMap<String, String> after(List<Operation> sequence) {
    SortedMap<String, String> tree = new TreeMap<>(BEGINNING);
    for (Operation operation : sequence) {
      switch (operation) {
        case Put(var _, String path, String text) -> tree.put(path, text);
        case Remove(String path) -> tree.remove(path);
        case Move(String from, String to, String text) -> {
          tree.remove(from);
          tree.put(to, text);
        }
        case Checkpoint _ -> {}
      }
    }
    return tree;
  }

  /** Makes the tree that sequences begin with. */
  static void begin(SimDisk disk, Ledger ledger) {
    SimMirror mirror = SimMirror.open(disk, "A");
    new TreeMap<>(BEGINNING).forEach((path, text) -> {
      mirror.change(ledger, path, "");
      if (!text.isEmpty()) {
        mirror.change(ledger, path, text);
      }
    });
  }

  /** A sequence as a story of one process, by the verbs; the log is folded only where that is asked for. */
  static Story story(List<Operation> sequence) {
    return (disk, ledger) -> {
      if (sequence.isEmpty()) {
        return;
      }
      SimMirror mirror = SimMirror.open(disk, "A");
      LocalEdits edits = LocalEdits.of(mirror);
      for (Operation operation : sequence) {
        switch (operation) {
          case Put(Word word, String path, String text) when word == Word.HYDRATE -> mirror.change(ledger, path, text);
          case Put(_, String path, String text) -> edits.add(ledger, path, text);
          case Remove(String path) -> edits.change(ledger, Map.of(path, Optional.empty()), it -> it.remove(path));
          case Move(String from, String to, String text) -> edits.change(
              ledger, Map.of(from, Optional.empty(), to, Optional.of(text)), it -> it.move(from, to));
          case Checkpoint() -> SimMirror.open(disk, "A", Outfit.usual().foldingAt(1)).fold();
        }
      }
    };
  }
}
