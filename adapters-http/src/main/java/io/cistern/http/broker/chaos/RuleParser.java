package io.cistern.http.broker.chaos;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects the settings of one rule; what it cannot read it says as an {@link IllegalArgumentException}. */
final class RuleParser {
  private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("([0-9]+)(B|KiB|MiB|GiB|kB|KB|MB|GB|K|M|G|k)?");
  private static final Map<String, Long> NANOS = Map.of(
      "ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);
  private static final Map<String, Long> BYTES = Map.ofEntries(
      Map.entry("B", 1L), Map.entry("KiB", 1L << 10), Map.entry("MiB", 1L << 20), Map.entry("GiB", 1L << 30),
      Map.entry("K", 1L << 10), Map.entry("k", 1L << 10), Map.entry("M", 1L << 20), Map.entry("G", 1L << 30),
      Map.entry("kB", 1_000L), Map.entry("KB", 1_000L), Map.entry("MB", 1_000_000L), Map.entry("GB", 1_000_000_000L));

  private final String endpoint;
  private final List<Effect> effects = new ArrayList<>();
  private double probability = 1;
  private long after;
  private long count = Long.MAX_VALUE;
  private Optional<Pattern> path = Optional.empty();
  private OptionalInt status = OptionalInt.empty();
  private Optional<String> code = Optional.empty();
  private Optional<String> message = Optional.empty();
  private OptionalLong retryAfter = OptionalLong.empty();

  RuleParser(String endpoint) {
    this.endpoint = endpoint;
  }

  void take(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 0) {
      flag(setting);
    } else {
      value(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
  }

  Rule rule() {
    if (status.isPresent()) {
      effects.add(new Effect.Status(status.getAsInt(), code.orElseGet(() -> usualCode(status.getAsInt())),
          message.orElse("chaos"), retryAfter));
    } else if (code.isPresent() || message.isPresent() || retryAfter.isPresent()) {
      throw new IllegalArgumentException("code, message and retry-after need a status");
    }
    if (effects.isEmpty()) {
      throw new IllegalArgumentException("it says which requests, but not what happens to them");
    }
    return new Rule(endpoint, probability, after, count, path, effects);
  }

  private void flag(String name) {
    effects.add(switch (name) {
      case "hang" -> new Effect.Hang();
      case "drop-answer" -> new Effect.DropAnswer();
      case "wrong-hash" -> new Effect.WrongHash();
      case "empty" -> new Effect.Empty();
      case "stale-cursor" -> new Effect.StaleCursor();
      default -> throw new IllegalArgumentException("no such setting, or it needs a value");
    });
  }

  private void value(String key, String value) {
    switch (key) {
      case "p" -> probability = probability(value);
      case "after" -> after = whole(value);
      case "n" -> count = whole(value);
      case "path" -> path = Optional.of(Glob.compile(value));
      case "latency" -> effects.add(new Effect.Latency(duration(value)));
      case "rate" -> effects.add(new Effect.Rate(rate(value)));
      case "status" -> status = OptionalInt.of(status(value));
      case "code" -> code = Optional.of(value);
      case "message" -> message = Optional.of(value);
      case "retry-after" -> retryAfter = OptionalLong.of(whole(value));
      case "reset-at" -> effects.add(new Effect.ResetAt(size(value)));
      case "truncate-at" -> effects.add(new Effect.TruncateAt(size(value)));
      case "stall-at" -> effects.add(new Effect.StallAt(size(value)));
      case "content-type" -> effects.add(new Effect.ContentType(value));
      default -> throw new IllegalArgumentException("no such setting");
    }
  }

  private static double probability(String value) {
    double number = new BigDecimal(value.isEmpty() ? "x" : value).doubleValue();
    if (number < 0 || number > 1) {
      throw new IllegalArgumentException("a probability lies between 0 and 1");
    }
    return number;
  }

  private static int status(String value) {
    long number = whole(value);
    if (number < 200 || number > 599) {
      throw new IllegalArgumentException("a status lies between 200 and 599");
    }
    return (int) number;
  }

  private static long rate(String value) {
    if (!value.endsWith("/s")) {
      throw new IllegalArgumentException("a rate is SIZE/s");
    }
    long size = size(value.substring(0, value.length() - "/s".length()));
    if (size == 0) {
      throw new IllegalArgumentException("a rate is above zero");
    }
    return size;
  }

  private static long whole(String value) {
    if (!value.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("not a whole number");
    }
    return Long.parseLong(value);
  }

  private static long size(String value) {
    Matcher matcher = SIZE.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a size such as 4096 or 64KiB");
    }
    long unit = matcher.group(2) == null ? 1 : BYTES.getOrDefault(matcher.group(2), 1L);
    return Math.multiplyExact(whole(matcher.group(1)), unit);
  }

  private static Duration duration(String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration such as 100ms or 2s");
    }
    BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(matcher.group(2), 1L));
    return Duration.ofNanos(new BigDecimal(matcher.group(1)).multiply(unit).longValue());
  }

  /** What the contract's table of errors has for a status. */
  private static String usualCode(int status) {
    return switch (status) {
      case 400 -> "bad_request";
      case 401 -> "unauthorized";
      case 403 -> "forbidden";
      case 404 -> "not_found";
      case 409 -> "revision_conflict";
      case 412 -> "precondition_failed";
      case 413 -> "payload_too_large";
      case 429 -> "rate_limited";
      case 503 -> "unavailable";
      default -> "internal_error";
    };
  }
}
