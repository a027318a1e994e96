package io.cistern.it.architecture.planted.domain.workspace;

import java.nio.file.Path;

/** Breaks A01: a name in the domain is no path of this machine. */
record HoldsAFilePath(Path path) {}
