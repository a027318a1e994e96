package io.cistern.it.architecture.planted.application.hydrate;

import java.nio.file.Path;

/** Breaks A02: a use case knows no path of this machine. */
record HoldsAFilePath(Path path) {}
