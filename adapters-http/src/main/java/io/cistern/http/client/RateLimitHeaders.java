package io.cistern.http.client;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.budget.Term;
import io.cistern.domain.budget.ToldWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the headers of an answer say of the broker's limits: the structured fields of the draft on rate limit headers, or
 * one of the older forms with a header for each number. What cannot be read says nothing, because a hostile header must
 * not be able to stop more than a mistaken one.
 */
final class RateLimitHeaders {
  /** Longer ones are not read: eight limits with all their parameters are far below. */
  private static final int LONGEST = 2048;

  private static final int MOST_WINDOWS = 8;

  /** {@code "name"} or a token, then parameters; the draft has integers, strings and tokens there. */
  private static final Pattern ITEM = Pattern.compile(
      "\\s*(?:\"(?<quoted>[ !#-\\[\\]-~]{1,64})\"|(?<token>[A-Za-z*][A-Za-z0-9*_./:-]{0,63}))"
          + "(?<parameters>(?:\\s*;\\s*[a-z*][a-z0-9_.*-]{0,31}(?:=(?:\"[^\"]{0,64}\"|[^;,\"\\s]{1,64}))?)*)\\s*(?:,|$)");

  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*(?<key>[a-z*][a-z0-9_.*-]*)(?:=(?:\"(?<quoted>[^\"]*)\"|(?<bare>[^;,\"\\s]+)))?");

  /** As large as a structured field's integer may be. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

  /** Seconds since the epoch that some brokers tell instead of seconds to wait; no wait is so long. */
  private static final long EPOCH_SECONDS = 1_000_000_000;

  private RateLimitHeaders() {}

  /** Reads what there is. */
  static List<ToldWindow> of(Function<String, Optional<String>> headers, Instant now) {
    Optional<String> limits = bounded(headers, "RateLimit");
    if (limits.isPresent()) {
      return structured(limits.get(), bounded(headers, "RateLimit-Policy").orElse(""));
    }
    return apart(headers, "RateLimit", now).or(() -> apart(headers, "X-RateLimit", now)).map(List::of)
        .orElse(List.of());
  }

  private static List<ToldWindow> structured(String limits, String policies) {
    Map<String, Map<String, String>> policy = items(policies);
    List<ToldWindow> told = new ArrayList<>();
    items(limits).forEach((name, parameters) -> {
      Map<String, String> bounds = policy.getOrDefault(name, Map.of());
      Optional<Long> left = number(parameters, "r");
      Optional<Measure> measure = measure(bounds);
      Optional<Long> reset = number(parameters, "t").or(() -> number(bounds, "w"));
      if (left.isPresent() && reset.isPresent() && measure.isPresent()) {
        told.add(new ToldWindow(
            name, measure.get(), number(bounds, "q"), left.get(),
            number(bounds, "w").filter(seconds -> seconds > 0).map(RateLimitHeaders::seconds), seconds(reset.get())));
      }
    });
    return told;
  }

  /** A limit on something that is not ours to count says nothing to us. */
  private static Optional<Measure> measure(Map<String, String> policy) {
    return switch (policy.getOrDefault("qu", "requests")) {
      case "requests" -> Optional.of(Measure.REQUESTS);
      case "content-bytes" -> Optional.of(Measure.BYTES);
      default -> Optional.empty();
    };
  }

  private static Map<String, Map<String, String>> items(String text) {
    Map<String, Map<String, String>> items = new LinkedHashMap<>();
    Matcher item = ITEM.matcher(text);
    int at = 0;
    while (items.size() < MOST_WINDOWS && at < text.length() && item.region(at, text.length()).lookingAt()) {
      String name = Optional.ofNullable(item.group("quoted")).orElseGet(() -> item.group("token"));
      Map<String, String> parameters = new LinkedHashMap<>();
      Matcher parameter = PARAMETER.matcher(item.group("parameters"));
      while (parameter.find()) {
        parameters.put(
            parameter.group("key"),
            Optional.ofNullable(parameter.group("quoted"))
                .or(() -> Optional.ofNullable(parameter.group("bare"))).orElse(""));
      }
      items.putIfAbsent(name, parameters);
      at = item.end();
    }
    return items;
  }

  /** {@code RateLimit-Limit}, {@code -Remaining}, {@code -Reset}: one window of requests, whose length is not told. */
  private static Optional<ToldWindow> apart(
      Function<String, Optional<String>> headers, String prefix, Instant now) {
    Optional<Long> left = number(bounded(headers, prefix + "-Remaining"));
    Optional<Long> reset = number(bounded(headers, prefix + "-Reset"));
    if (left.isEmpty() || reset.isEmpty()) {
      return Optional.empty();
    }
    long wait = reset.get() < EPOCH_SECONDS ? reset.get() : Math.max(0, reset.get() - now.getEpochSecond());
    return Optional.of(new ToldWindow(
        "requests", Measure.REQUESTS, number(bounded(headers, prefix + "-Limit")), left.get(), Optional.empty(),
        seconds(wait)));
  }

  private static Optional<String> bounded(Function<String, Optional<String>> headers, String name) {
    return headers.apply(name).filter(value -> value.length() <= LONGEST);
  }

  private static Optional<Long> number(Map<String, String> parameters, String key) {
    return number(Optional.ofNullable(parameters.get(key)));
  }

  /** The first of several, as in {@code 100, 100;window=60}. */
  private static Optional<Long> number(Optional<String> text) {
    return text.map(value -> value.split("[,;]", 2)[0].strip())
        .filter(value -> NUMBER.matcher(value).matches())
        .map(Long::parseLong);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(Math.min(seconds, Term.LONGEST.toSeconds()));
  }
}
