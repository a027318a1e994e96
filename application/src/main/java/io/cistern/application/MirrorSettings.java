package io.cistern.application;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.compact.CompactionSettings;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import java.time.Duration;

/**
 * The numbers of a mirror; each part knows its own defaults.
 *
 * @param lockWait how long to wait while another process holds the mirror; zero or negative means the default
 * @param compaction when the log is made shorter
 */
public record MirrorSettings(
    BootstrapSettings bootstrap, HydrateSettings hydrate, OpenSettings open, Duration lockWait,
    CompactionSettings compaction) {
  /** Longer than any exclusive section, shorter than a person's patience. */
  public static final Duration DEFAULT_LOCK_WAIT = Duration.ofSeconds(10);

  public static final MirrorSettings DEFAULTS = new MirrorSettings(
      BootstrapSettings.DEFAULTS, HydrateSettings.DEFAULTS, OpenSettings.DEFAULTS, Duration.ZERO);

  /** With the usual tidying. */
  public MirrorSettings(
      BootstrapSettings bootstrap, HydrateSettings hydrate, OpenSettings open, Duration lockWait) {
    this(bootstrap, hydrate, open, lockWait, CompactionSettings.DEFAULTS);
  }

  public MirrorSettings {
    lockWait = lockWait.isPositive() ? lockWait : DEFAULT_LOCK_WAIT;
  }
}
