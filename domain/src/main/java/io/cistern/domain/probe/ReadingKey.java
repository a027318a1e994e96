package io.cistern.domain.probe;

/** What a reading is good for: one service, one home, and the credential that it was asked with. */
public record ReadingKey(ProbeTarget target, Fingerprint credential) {}
