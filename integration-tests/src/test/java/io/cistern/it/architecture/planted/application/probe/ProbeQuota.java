package io.cistern.it.architecture.planted.application.probe;

/** Innocent: a use case that others may not call. */
public final class ProbeQuota {
  public String probe() {
    return "nothing left";
  }
}
