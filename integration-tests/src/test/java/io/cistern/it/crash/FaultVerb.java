package io.cistern.it.crash;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a verb of the fault loop begins with and ends in. */
enum FaultVerb {
  CLONE, PULL, HYDRATE, OPEN, VERIFY, ADD, REPLACE, REMOVE, MOVE, UNDO, DEHYDRATE, PIN, UNPIN, COMPACT;

  static final Workspace WORKSPACE = new Workspace(
      new TreeMap<>(Map.of("/p", "text p", "/q", "text q", "/d/r", "text r")), 2, 2, 2);
  static final Map<String, String> FULL = WORKSPACE.files();
  static final Map<String, String> NAMES = Map.of("/p", "", "/q", "", "/d/r", "");

  Map<String, String> before() {
    return switch (this) {
      case CLONE -> Map.of();
      case PULL, HYDRATE, OPEN, PIN -> NAMES;
      case VERIFY, ADD, REPLACE, REMOVE, MOVE, DEHYDRATE, UNPIN, COMPACT -> FULL;
      case UNDO -> without(FULL, "/q");
    };
  }

  Map<String, String> after() {
    return switch (this) {
      case CLONE -> NAMES;
      case PULL -> with(NAMES, "/new", "");
      case HYDRATE, VERIFY, UNDO, UNPIN, COMPACT -> FULL;
      case OPEN, PIN -> with(NAMES, "/q", "text q");
      case ADD -> with(FULL, "/a/n", "text n");
      case REPLACE -> with(FULL, "/q", "another text");
      case REMOVE -> without(FULL, "/q");
      case MOVE -> with(without(FULL, "/q"), "/e/m", "text q");
      case DEHYDRATE -> with(FULL, "/q", "");
    };
  }

  /** What has to be done on a mirror that has all names, before the verb is run. */
  void prepare(Hands hands) {
    if (!before().equals(NAMES)) {
      hands.hydrate();
    }
    if (this == UNDO) {
      hands.remove("/q");
    }
    if (this == UNPIN) {
      hands.mirror().pin(List.of("/q"), _ -> {});
    }
  }

  void run(Hands hands) {
    switch (this) {
      case CLONE, PULL -> hands.mirror().pullNames();
      case HYDRATE -> hands.hydrate();
      case OPEN -> hands.open("/q");
      case VERIFY -> hands.verify();
      case ADD -> hands.add("/a/n", "text n");
      case REPLACE -> hands.add("/q", "another text");
      case REMOVE -> hands.remove("/q");
      case MOVE -> hands.move("/q", "/e/m");
      case UNDO -> hands.undo();
      case DEHYDRATE -> hands.mirror().dehydrate(List.of("/q"), _ -> {});
      case PIN -> hands.mirror().pin(List.of("/q"), _ -> {});
      case UNPIN -> hands.mirror().unpin(List.of("/q"));
      case COMPACT -> hands.inside().compact();
    }
  }

  /** Whether what it does beside the visible files is done. */
  boolean isDone(Hands hands) {
    return switch (this) {
      case PIN -> hands.inside().parts().manifest().pins().names().contains("/q");
      case UNPIN -> hands.inside().parts().manifest().pins().names().isEmpty();
      case CLONE, PULL, HYDRATE, OPEN, VERIFY, ADD, REPLACE, REMOVE, MOVE, UNDO, DEHYDRATE, COMPACT -> true;
    };
  }

  /** Whether a path may show this while the verb is at work, or was refused. */
  boolean allows(String path, Optional<String> text) {
    return text.equals(Optional.ofNullable(before().get(path))) || text.equals(Optional.ofNullable(after().get(path)))
        || (text.equals(Optional.of("")) && WORKSPACE.files().containsKey(path) && before().isEmpty());
  }

  private static Map<String, String> with(Map<String, String> tree, String path, String text) {
    Map<String, String> more = new TreeMap<>(tree);
    more.put(path, text);
    return more;
  }

  private static Map<String, String> without(Map<String, String> tree, String path) {
    Map<String, String> fewer = new TreeMap<>(tree);
    fewer.remove(path);
    return fewer;
  }
}
