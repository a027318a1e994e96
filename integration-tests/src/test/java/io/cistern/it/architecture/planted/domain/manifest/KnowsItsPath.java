package io.cistern.it.architecture.planted.domain.manifest;

import io.cistern.it.architecture.planted.domain.workspace.KnowsItsEntry;

/** Breaks A07 together with its counterpart. */
public record KnowsItsPath(KnowsItsEntry path) {}
