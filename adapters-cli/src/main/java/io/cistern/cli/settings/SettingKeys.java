package io.cistern.cli.settings;

import io.cistern.domain.sync.MassRemoval;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every setting with its default: the table of the command line's contract. */
public final class SettingKeys {
  private static final long MIB = 1L << 20;

  /** What a person looks at first in a source tree, and what tools need to know what kind of project it is. */
  private static final List<String> EAGER_NAMES = List.of(
      "Cargo.toml", "pyproject.toml", "package.json", "pom.xml", "build.gradle", "build.gradle.kts", "settings.gradle",
      "go.mod", "go.sum", "Gemfile", "requirements.txt", "Makefile", "CMakeLists.txt", "Dockerfile", "README.md",
      "LICENSE", ".gitignore", ".editorconfig");

  public static final Setting<Duration> BOOTSTRAP_EXPORT_TIMEOUT =
      new Setting<>("bootstrap.export-timeout", Kinds.DURATION, Duration.ofSeconds(45), false,
          "how long an export may go without a committed file");
  public static final Setting<Duration> BOOTSTRAP_IDLE_TIMEOUT =
      new Setting<>("bootstrap.idle-timeout", Kinds.DURATION, Duration.ofSeconds(90), false,
          "how long a bootstrap may go without any sign of life");
  public static final Setting<Duration> BOOTSTRAP_TIMEOUT =
      new Setting<>("bootstrap.timeout", Kinds.DURATION, Duration.ZERO, true,
          "the longest a bootstrap cycle may take, 0 for no bound");
  public static final Setting<Integer> BOOTSTRAP_STALL_CYCLES =
      new Setting<>("bootstrap.stall-cycles", Kinds.COUNT, 20, false,
          "cycles without progress after which a bootstrap gives up");
  public static final Setting<Integer> BOOTSTRAP_MAX_DIRECTORIES =
      new Setting<>("bootstrap.max-directories", Kinds.COUNT, 50_000, false, "directories a remote tree may have");
  public static final Setting<Integer> BOOTSTRAP_PARALLELISM =
      new Setting<>("bootstrap.parallelism", Kinds.COUNT, 16, false,
          "files read at once where all content is wanted");
  public static final Setting<Integer> BOOTSTRAP_LISTING_DEPTH =
      new Setting<>("bootstrap.listing-depth", Kinds.COUNT, 10, false,
          "levels of directories that one listing asks for");

  public static final Setting<Integer> HTTP_TRIES =
      new Setting<>("http.tries", Kinds.COUNT, 4, false, "how often a request is tried");
  public static final Setting<Duration> HTTP_CONNECT_TIMEOUT =
      new Setting<>("http.connect-timeout", Kinds.DURATION, Duration.ofSeconds(10), false,
          "how long opening a connection may take");
  public static final Setting<Duration> HTTP_READ_TIMEOUT =
      new Setting<>("http.read-timeout", Kinds.DURATION, Duration.ofSeconds(30), false,
          "how long a broker may be silent within an answer");

  public static final Setting<String> HYDRATE_PROFILE =
      new Setting<>("hydrate.profile", Kinds.oneOf("safe", "balanced", "full"), "balanced", false,
          "what is fetched without being asked for: nothing, the allow-list, everything");
  public static final Setting<List<String>> HYDRATE_EAGER =
      new Setting<>("hydrate.eager", Kinds.NAMES, EAGER_NAMES, false, "names that are fetched without being asked for");
  public static final Setting<Long> HYDRATE_EAGER_MAX_FILE =
      new Setting<>("hydrate.eager-max-file", Kinds.SIZE, 1 * MIB, false,
          "the largest file fetched without being asked for");
  public static final Setting<Long> HYDRATE_EAGER_MAX_TOTAL =
      new Setting<>("hydrate.eager-max-total", Kinds.SIZE, 256 * MIB, false,
          "how much is fetched without being asked for");
  public static final Setting<Integer> HYDRATE_PARALLELISM =
      new Setting<>("hydrate.parallelism", Kinds.COUNT, 8, true,
          "files fetched at once; 1 is one after the other, and 0 acts as 1");
  public static final Setting<Integer> HYDRATE_BATCH_SIZE =
      new Setting<>("hydrate.batch-size", Kinds.COUNT, 32, true, "files between two pauses; 0 acts as 1");
  public static final Setting<Duration> HYDRATE_BATCH_PAUSE =
      new Setting<>("hydrate.batch-pause", Kinds.DURATION, Duration.ZERO, true, "how long to pause between batches");
  public static final Setting<Duration> HYDRATE_SILENCE_TIMEOUT =
      new Setting<>("hydrate.silence-timeout", Kinds.DURATION, Duration.ofSeconds(10), false,
          "how long a file may arrive without a byte");
  public static final Setting<Duration> HYDRATE_FILE_TIMEOUT =
      new Setting<>("hydrate.file-timeout", Kinds.DURATION, Duration.ZERO, true,
          "how long one file may take, 0 for no bound");
  public static final Setting<Long> HYDRATE_MAX_OPEN_BYTES =
      new Setting<>("hydrate.max-open-bytes", Kinds.SIZE, 0L, true,
          "the largest file that is fetched, whoever asks, 0 for no bound");
  public static final Setting<Integer> HYDRATE_BINARY_PROBE_BYTES =
      new Setting<>("hydrate.binary-probe-bytes", Kinds.COUNT, 8000, false,
          "how much of a file is read to tell text from binary");

  public static final Setting<Integer> OPEN_PERMITS =
      new Setting<>("open.permits", Kinds.COUNT, 4, false, "opens under way at once, beside the eager ones");
  public static final Setting<Duration> OPEN_TIMEOUT =
      new Setting<>("open.timeout", Kinds.DURATION, Duration.ofSeconds(15), false,
          "how long an open may wait for the first byte");

  public static final Setting<Integer> ADD_JOBS =
      new Setting<>("add.jobs", Kinds.LENIENT_COUNT, 2, false, "local files prepared at once");

  public static final Setting<MassRemoval> RM_MASS =
      new Setting<>("rm.mass", Kinds.MASS, new MassRemoval(100, 10), false,
          "a removal beyond both bounds asks for confirmation");

  public static final Setting<Duration> TRASH_MAX_AGE =
      new Setting<>("trash.max-age", Kinds.DURATION, Duration.ofDays(7), false, "how long displaced content is kept");
  public static final Setting<Long> TRASH_MAX_SIZE =
      new Setting<>("trash.max-size", Kinds.SIZE, 1024 * MIB, false, "how much displaced content is kept");

  public static final Setting<Long> QUOTA_DISK =
      new Setting<>("quota.disk", Kinds.SIZE, 0L, true, "how much content may be here, 0 for no bound");

  public static final Setting<Boolean> COMPACTION_ENABLED =
      new Setting<>("compaction.enabled", Kinds.FLAG, true, false,
          "whether the log is compacted by itself, at twice its budget too; when not, only by `cistern compact`");
  public static final Setting<Long> COMPACTION_LOG_BUDGET =
      new Setting<>("compaction.log-budget", Kinds.SIZE, 16 * MIB, false,
          "log size that asks for compaction, or the size of the checkpoint where that is more");
  public static final Setting<Duration> COMPACTION_COOLDOWN =
      new Setting<>("compaction.cooldown", Kinds.DURATION, Duration.ofMinutes(1), false,
          "how soon after one compaction the next may start");
  public static final Setting<Duration> COMPACTION_TIMEOUT =
      new Setting<>("compaction.timeout", Kinds.DURATION, Duration.ofMinutes(2), false,
          "how long one compaction may take");
  public static final Setting<Integer> COMPACTION_MAX_FAILED =
      new Setting<>("compaction.max-failed", Kinds.COUNT, 100, false,
          "failed compactions of a session after which no more are tried");
  public static final Setting<Integer> COMPACTION_KEEP_RECENT =
      new Setting<>("compaction.keep-recent", Kinds.COUNT, 256, false,
          "newest groups that stay in the log, as far as they weigh no more than the checkpoint, or 4 MiB");

  public static final Setting<Integer> PROBE_HELPERS_PER_HOME =
      new Setting<>("probe.helpers-per-home", Kinds.COUNT, 2, false, "warm helper processes of one home");
  public static final Setting<Integer> PROBE_HELPERS =
      new Setting<>("probe.helpers", Kinds.COUNT, 8, false, "warm helper processes in all");
  public static final Setting<Duration> PROBE_IDLE =
      new Setting<>("probe.idle", Kinds.DURATION, Duration.ofMinutes(5), false, "how long a helper stays warm");
  public static final Setting<Duration> PROBE_TIMEOUT =
      new Setting<>("probe.timeout", Kinds.DURATION, Duration.ofSeconds(35), false, "how long a probe may take");
  public static final Setting<Duration> PROBE_CACHE_TTL =
      new Setting<>("probe.cache-ttl", Kinds.DURATION, Duration.ofSeconds(45), false, "how long an answer is good for");
  public static final Setting<Integer> PROBE_CACHE_SIZE =
      new Setting<>("probe.cache-size", Kinds.COUNT, 64, false, "answers kept");

  public static final Setting<Duration> LOCK_WAIT =
      new Setting<>("lock.wait", Kinds.DURATION, Duration.ofSeconds(10), false, "how long to wait for the mirror");

  /** All of them, in the order in which {@code config list} shows them. */
  public static final List<Setting<?>> ALL = List.of(
      BOOTSTRAP_EXPORT_TIMEOUT, BOOTSTRAP_IDLE_TIMEOUT, BOOTSTRAP_TIMEOUT, BOOTSTRAP_STALL_CYCLES,
      BOOTSTRAP_MAX_DIRECTORIES, BOOTSTRAP_PARALLELISM, BOOTSTRAP_LISTING_DEPTH, HTTP_TRIES, HTTP_CONNECT_TIMEOUT,
      HTTP_READ_TIMEOUT, HYDRATE_PROFILE, HYDRATE_EAGER, HYDRATE_EAGER_MAX_FILE, HYDRATE_EAGER_MAX_TOTAL,
      HYDRATE_PARALLELISM, HYDRATE_BATCH_SIZE, HYDRATE_BATCH_PAUSE, HYDRATE_SILENCE_TIMEOUT, HYDRATE_FILE_TIMEOUT,
      HYDRATE_MAX_OPEN_BYTES, HYDRATE_BINARY_PROBE_BYTES, OPEN_PERMITS, OPEN_TIMEOUT, ADD_JOBS, RM_MASS,
      TRASH_MAX_AGE, TRASH_MAX_SIZE, QUOTA_DISK, COMPACTION_ENABLED, COMPACTION_LOG_BUDGET, COMPACTION_COOLDOWN,
      COMPACTION_TIMEOUT, COMPACTION_MAX_FAILED, COMPACTION_KEEP_RECENT, PROBE_HELPERS_PER_HOME, PROBE_HELPERS,
      PROBE_IDLE, PROBE_TIMEOUT, PROBE_CACHE_TTL, PROBE_CACHE_SIZE, LOCK_WAIT);

  private SettingKeys() {}

  /** The setting of that key, if there is one. */
  public static Optional<Setting<?>> find(String key) {
    for (Setting<?> setting : ALL) {
      if (setting.key().equals(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }
}
