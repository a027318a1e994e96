package io.cistern.it.architecture.planted.application.hydrate;

import io.cistern.it.architecture.planted.application.probe.ProbeQuota;

/** Breaks A06: one verb family calls another. */
record AsksForQuota(ProbeQuota probe) {}
