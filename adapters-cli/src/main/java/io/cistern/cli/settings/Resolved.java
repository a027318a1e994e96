package io.cistern.cli.settings;

/** A setting, its value for this run, and who gave it. */
public record Resolved<T>(Setting<T> setting, T value, Source source) {
  /** The value in the form in which it may be written. */
  public String shown() {
    return setting.kind().show(value);
  }
}
