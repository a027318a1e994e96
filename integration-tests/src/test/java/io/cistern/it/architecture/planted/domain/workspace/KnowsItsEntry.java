package io.cistern.it.architecture.planted.domain.workspace;

import io.cistern.it.architecture.planted.domain.manifest.KnowsItsPath;

/** Breaks A07 together with its counterpart. */
public record KnowsItsEntry(KnowsItsPath entry) {}
