package io.cistern.cli.settings;

/**
 * Who gave a setting its value.
 *
 * @param where the flag, the variable or the file; empty for a default
 */
public record Source(Level level, String where) {
  /** Where nobody gave a value. */
  public static final Source DEFAULT = new Source(Level.DEFAULT, "");

  /** Earlier levels win. */
  public enum Level {
    FLAG("flag"),
    ENVIRONMENT("environment"),
    MIRROR("mirror config"),
    USER("user config"),
    DEFAULT("default");

    private final String shown;

    Level(String shown) {
      this.shown = shown;
    }

    /** The level in words. */
    public String shown() {
      return shown;
    }
  }
}
