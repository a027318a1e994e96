package io.cistern.it.architecture.planted.http.client;

import io.cistern.it.architecture.planted.fs.layout.Layout;

/** Breaks A03: the wire does not know the disk. */
final class KnowsTheLayout {
  String spell() {
    return Layout.spell();
  }
}
