package io.cistern.it.architecture.planted.fs.mirror;

import io.cistern.it.architecture.planted.application.MirrorParts;

/** Innocent: whoever opens a mirror hands out its parts. */
record HandsOutParts(MirrorParts parts) {}
