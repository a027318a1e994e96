package io.cistern.it.architecture.planted.fs.host;

import io.cistern.it.architecture.planted.application.MirrorParts;

/** Breaks A05: opens no mirror, and so has no parts to hand out. */
record HandsOutParts(MirrorParts parts) {}
