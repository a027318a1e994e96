package io.cistern.domain.health;

/** What a finding means for the person. */
public enum Severity {
  /** Nothing has to be done. */
  NOTE,
  /** A person has to decide or to act; no content is lost. */
  ATTENTION,
  /** Content is not what it was, and no one changed it. */
  DAMAGE
}
