package io.cistern.cli.output;

/** When to show something that is meant for a terminal. */
public enum When {
  /** On a terminal that can show it. */
  AUTO,
  ALWAYS,
  NEVER
}
