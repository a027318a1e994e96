package io.cistern.it.architecture.planted.fs.host;

import io.cistern.it.architecture.planted.application.probe.ProbeQuota;

/** Breaks A05: an adapter is called, it does not call back. */
final class RunsAUseCase {
  String run() {
    return new ProbeQuota().probe();
  }
}
