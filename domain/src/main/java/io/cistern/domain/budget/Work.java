package io.cistern.domain.budget;

/** What a request is for, as far as budgets care. */
public enum Work {
  /** Somebody waits for it: only the broker's own word holds it back. */
  ON_DEMAND,
  /** Nobody does: it slows down before a limit is reached. */
  BACKGROUND,
  /** The broker counts it for nobody. */
  UNCOUNTED
}
