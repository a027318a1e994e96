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
 * @param diskQuota bytes of content that may be here; zero or negative for no bound
 * @param compaction when the log is made shorter
 */
public record MirrorSettings(
    BootstrapSettings bootstrap, HydrateSettings hydrate, OpenSettings open, Duration lockWait, long diskQuota,
    CompactionSettings compaction) {
  /** Longer than any exclusive section, shorter than a person's patience. */
  public static final Duration DEFAULT_LOCK_WAIT = Duration.ofSeconds(10);

  public static final MirrorSettings DEFAULTS = new MirrorSettings(
      BootstrapSettings.DEFAULTS, HydrateSettings.DEFAULTS, OpenSettings.DEFAULTS, Duration.ZERO);

  public MirrorSettings {
    lockWait = lockWait.isPositive() ? lockWait : DEFAULT_LOCK_WAIT;
  }

  /** Without a bound on content, and with the usual tidying. */
  public MirrorSettings(
      BootstrapSettings bootstrap, HydrateSettings hydrate, OpenSettings open, Duration lockWait) {
    this(bootstrap, hydrate, open, lockWait, 0, CompactionSettings.DEFAULTS);
  }

  public MirrorSettings withDiskQuota(long bytes) {
    return new MirrorSettings(bootstrap, hydrate, open, lockWait, bytes, compaction);
  }

  public MirrorSettings withCompaction(CompactionSettings other) {
    return new MirrorSettings(bootstrap, hydrate, open, lockWait, diskQuota, other);
  }
}
