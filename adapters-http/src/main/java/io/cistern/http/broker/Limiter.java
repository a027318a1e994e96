package io.cistern.http.broker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.domain.budget.Allowance;
import io.cistern.domain.budget.FixedWindow;
import io.cistern.domain.budget.Limit;
import io.cistern.domain.budget.LimitSpec;
import io.cistern.domain.quota.Admission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds every account to the limits, and tells it what it has left in every answer. An account is the subject of a token
 * that was accepted. Remembers in memory only: a broker that is started anew has counted nothing. Safe for use by many
 * threads.
 */
final class Limiter {
  /** Only who holds the signing key can make up subjects; so many at once are a mistake, and it shall not cost memory. */
  private static final int MOST_ACCOUNTS = 10_000;

  private final LimitSpec spec;
  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<String, Allowance> accounts = new HashMap<>();

  Limiter(LimitSpec spec, InstantSource clock) {
    this.spec = spec;
    this.clock = clock;
  }

  /**
   * Counts a request, and tells what is left in the headers of its answer.
   *
   * @throws Refusal 429, which is not counted
   */
  void admit(String account, Answer answer) {
    if (spec.limits().isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Admission admission = count(account, now);
    headers(allowance(account, now), answer, now);
    if (admission instanceof Admission.Refused(String reason, Instant retryAt)) {
      throw new Refusal(429, "rate_limited", reason)
          .withHeader("Retry-After", Long.toString(seconds(Duration.between(now, retryAt))));
    }
  }

  /** Counts what an answer's body came to, however it ended. */
  synchronized void sent(String account, long bytes) {
    if (!spec.limits().isEmpty()) {
      Instant now = clock.instant();
      accounts.put(account, allowance(account, now).plus(Limit.Measure.BYTES, bytes, now));
    }
  }

  /** What an account has left, without using anything. */
  synchronized Allowance allowance(String account, Instant now) {
    Allowance known = accounts.get(account);
    return known == null ? Allowance.whole(spec) : known.at(now);
  }

  private synchronized Admission count(String account, Instant now) {
    Allowance allowance = allowance(account, now);
    Admission admission = allowance.admit(now);
    if (admission instanceof Admission.Allowed) {
      if (accounts.size() >= MOST_ACCOUNTS) {
        forget(now);
      }
      accounts.put(account, allowance.plus(Limit.Measure.REQUESTS, 1, now));
    }
    return admission;
  }

  /** Those that have used nothing lately; when there are none, everybody begins anew. */
  @GuardedBy("this")
  private void forget(Instant now) {
    accounts.values().removeIf(allowance -> allowance.untouched(now));
    if (accounts.size() >= MOST_ACCOUNTS) {
      accounts.clear();
    }
  }

  /** Structured fields, as the draft on rate limit headers has them. */
  void headers(Allowance allowance, Answer answer, Instant now) {
    if (!spec.limits().isEmpty()) {
      answer.header("RateLimit-Policy", spec.limits().stream()
          .map(limit -> name(limit) + ";q=" + limit.most() + unit(limit) + ";w=" + limit.window().toSeconds())
          .collect(Collectors.joining(", ")));
      answer.header("RateLimit", allowance.windows().stream()
          .map(window -> name(window.limit()) + left(window, now))
          .collect(Collectors.joining(", ")));
    }
  }

  private String name(Limit limit) {
    return "\"" + spec.name(limit) + "\"";
  }

  private static String unit(Limit limit) {
    return switch (limit.measure()) {
      case REQUESTS -> "";
      case BYTES -> ";qu=\"content-bytes\"";
    };
  }

  private static String left(FixedWindow window, Instant now) {
    return ";r=" + window.window(now).remaining() + ";t=" + seconds(Duration.between(now, window.resetsAt(now)));
  }

  /** Upwards, because a client that comes a moment too early is refused again. */
  private static long seconds(Duration left) {
    return left.plusNanos(999_999_999).toSeconds();
  }
}
