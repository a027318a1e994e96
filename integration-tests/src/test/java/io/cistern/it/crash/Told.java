package io.cistern.it.crash;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the callers of use cases were told so far, and what they may expect of it: nothing, a name, its content. */
final class Told {
  private final Workspace workspace;
  private final Set<String> contents = new TreeSet<>();
  private boolean names;

  Told(Workspace workspace) {
    this.workspace = workspace;
  }

  /** A clone has returned. */
  void namesAreHere() {
    names = true;
  }

  /** A hydration has said so. */
  void contentIsHere(String path) {
    contents.add(path);
  }

  /** The same knowledge, to go on with apart from this. */
  Told copy() {
    Told copy = new Told(workspace);
    copy.names = names;
    copy.contents.addAll(contents);
    return copy;
  }

  Ledger ledger() {
    Ledger ledger = new Ledger();
    new TreeMap<>(workspace.files()).forEach((path, text) -> {
      Ledger.Begun name = ledger.begin(Map.of(path, Optional.of("")));
      Ledger.Begun content = ledger.begin(Map.of(path, Optional.of(text)));
      if (names) {
        name.acknowledged();
      }
      if (contents.contains(path)) {
        content.acknowledged();
      }
    });
    return ledger;
  }
}
