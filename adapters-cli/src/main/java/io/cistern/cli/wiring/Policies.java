package io.cistern.cli.wiring;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.compact.CompactionSettings;
import io.cistern.application.hydrate.FileBounds;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.hydrate.Pace;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.probe.ProbeSettings;
import io.cistern.cli.settings.SettingKeys;
import io.cistern.cli.settings.Settings;
import io.cistern.domain.bootstrap.BootstrapPolicy.Limits;
import io.cistern.domain.bootstrap.BootstrapTimes;
import io.cistern.domain.compaction.CompactionQuota;
import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.Globs;
import io.cistern.domain.probe.Freshness;
import io.cistern.domain.probe.PoolLimits;
import io.cistern.domain.trash.TrashRule;
import java.security.SecureRandom;

/** Settings in the form in which the use cases take them. */
final class Policies {
  private Policies() {}

  static ProbeSettings probe(Settings settings) {
    return new ProbeSettings(
        new PoolLimits(
            settings.get(SettingKeys.PROBE_HELPERS_PER_HOME),
            settings.get(SettingKeys.PROBE_HELPERS),
            settings.get(SettingKeys.PROBE_IDLE)),
        new Freshness(settings.get(SettingKeys.PROBE_CACHE_TTL), settings.get(SettingKeys.PROBE_CACHE_SIZE)),
        settings.get(SettingKeys.PROBE_TIMEOUT));
  }

  static EagerRules eager(Settings settings) {
    return new EagerRules(
        Globs.of(settings.get(SettingKeys.HYDRATE_EAGER)),
        settings.get(SettingKeys.HYDRATE_EAGER_MAX_FILE),
        settings.get(SettingKeys.HYDRATE_EAGER_MAX_TOTAL));
  }

  static HydrateSettings hydrate(Settings settings) {
    return new HydrateSettings(
        eager(settings),
        new Pace(
            settings.get(SettingKeys.HYDRATE_PARALLELISM),
            settings.get(SettingKeys.HYDRATE_BATCH_SIZE),
            settings.get(SettingKeys.HYDRATE_BATCH_PAUSE),
            Pace.DEFAULT_IN_FLIGHT_BYTES),
        new FileBounds(
            settings.get(SettingKeys.HYDRATE_SILENCE_TIMEOUT),
            settings.get(SettingKeys.HYDRATE_FILE_TIMEOUT),
            guard(settings)),
        settings.get(SettingKeys.LOCK_WAIT));
  }

  static AddSettings add(Settings settings) {
    return new AddSettings(settings.get(SettingKeys.ADD_JOBS));
  }

  static CompactionSettings compaction(Settings settings) {
    return new CompactionSettings(
        settings.get(SettingKeys.COMPACTION_ENABLED),
        settings.get(SettingKeys.COMPACTION_LOG_BUDGET),
        settings.get(SettingKeys.COMPACTION_KEEP_RECENT),
        new CompactionQuota(
            settings.get(SettingKeys.COMPACTION_COOLDOWN),
            settings.get(SettingKeys.COMPACTION_TIMEOUT),
            settings.get(SettingKeys.COMPACTION_MAX_FAILED)));
  }

  static OpenSettings open(Settings settings) {
    return new OpenSettings(
        settings.get(SettingKeys.OPEN_PERMITS), settings.get(SettingKeys.OPEN_TIMEOUT), guard(settings));
  }

  /** Whoever wants everything wants binary files, too. */
  private static FetchGuard guard(Settings settings) {
    return new FetchGuard(
        settings.get(SettingKeys.HYDRATE_MAX_OPEN_BYTES),
        settings.get(SettingKeys.HYDRATE_BINARY_PROBE_BYTES),
        !settings.get(SettingKeys.HYDRATE_PROFILE).equals("full"));
  }

  static TrashRule trash(Settings settings) {
    return new TrashRule(settings.get(SettingKeys.TRASH_MAX_AGE), settings.get(SettingKeys.TRASH_MAX_SIZE));
  }

  /** The times of a bootstrap, and what had to be changed for them to fit together. */
  static BootstrapTimes.Clamped times(Settings settings) {
    return new BootstrapTimes(
        settings.get(SettingKeys.BOOTSTRAP_EXPORT_TIMEOUT),
        settings.get(SettingKeys.BOOTSTRAP_IDLE_TIMEOUT),
        settings.get(SettingKeys.BOOTSTRAP_TIMEOUT)).clamped();
  }

  static Limits limits(Settings settings) {
    return new Limits(
        settings.get(SettingKeys.BOOTSTRAP_STALL_CYCLES), settings.get(SettingKeys.BOOTSTRAP_MAX_DIRECTORIES));
  }

  static BootstrapSettings bootstrap(Settings settings) {
    return new BootstrapSettings(
        settings.get(SettingKeys.BOOTSTRAP_LISTING_DEPTH),
        settings.get(SettingKeys.BOOTSTRAP_MAX_DIRECTORIES),
        settings.get(SettingKeys.BOOTSTRAP_STALL_CYCLES),
        settings.get(SettingKeys.BOOTSTRAP_PARALLELISM),
        times(settings).times(),
        settings.get(SettingKeys.RM_MASS),
        guard(settings),
        new SecureRandom()::nextDouble);
  }
}
