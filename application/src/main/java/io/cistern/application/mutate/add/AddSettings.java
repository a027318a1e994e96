package io.cistern.application.mutate.add;

/**
 * The numbers of adding.
 *
 * @param jobs files prepared at once; zero or negative means the default
 */
public record AddSettings(int jobs) {
  /** More helps only where preparing is slow, because commits go one after the other. */
  public static final int DEFAULT_JOBS = 2;

  public static final AddSettings DEFAULTS = new AddSettings(0);

  public AddSettings {
    jobs = jobs > 0 ? jobs : DEFAULT_JOBS;
  }
}
