package io.cistern.it.architecture.planted.cli.command;

import io.cistern.it.architecture.planted.fs.layout.Layout;

/** Breaks A03: a verb does not know how names are spelled on disk. */
final class KnowsTheLayout {
  String spell() {
    return Layout.spell();
  }
}
