package io.cistern.http.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Patience;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends over two pools of connections, so that an open never waits for a listing or an eager read.
 *
 * <p>A blocked read cannot watch the time, so one timer thread of its own looks at the patience of each request and cuts
 * it off when that runs out, however slowly bytes trickle; silence between two bytes is the socket's business. Safe for
 * use by many threads.
 */
final class HttpTransport implements Transport {
  /** The shortest nap of the timer, in nanoseconds; it must not spin while a clock of a test stands still. */
  private static final long BLINK = TimeUnit.MILLISECONDS.toNanos(1);

  private final HttpHost origin;
  private final CloseableHttpClient onDemand;
  private final CloseableHttpClient others;
  private final RequestConfig config;
  private final InstantSource clock;
  private final int expansion;
  private final String correlationPrefix;
  private final AtomicLong correlation = new AtomicLong();
  private final ScheduledThreadPoolExecutor timer;
  private final Set<Exchange> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  HttpTransport(WorkspaceAddress address, RemoteOptions options) {
    if (!address.isPrivate() && !options.network().insecureHttp()) {
      throw new CisternException(new Failure.BadAddress("plain http to " + address.host()
          + " would show the token to others; use https, or allow insecure http"));
    }
    this.origin = new HttpHost(address.broker().getScheme(), address.broker().getHost(), address.port());
    this.onDemand = ConnectionPools.client(address, options, options.connections().onDemand());
    this.others = ConnectionPools.client(address, options, options.connections().others());
    this.config = config(options.waits().silence());
    this.clock = options.surroundings().clock();
    this.expansion = options.limits().expansion();
    this.correlationPrefix =
        "cistern-%016x-".formatted(new Random(options.surroundings().seed()).nextLong());
    this.timer = new ScheduledThreadPoolExecutor(
        1, Thread.ofPlatform().daemon().name("cistern-http-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Answer send(Call call, Optional<BearerToken> token) throws IOException {
    HttpGet request = new HttpGet(call.uri());
    request.setConfig(config);
    request.setHeader("X-Correlation-Id", correlationPrefix + correlation.incrementAndGet());
    request.setHeader("Accept", "application/json");
    request.setHeader("Accept-Encoding", call.compressible() ? "gzip" : "identity");
    token.ifPresent(known -> request.setHeader("Authorization", known.header()));
    Exchange exchange = new Exchange(request, call.patience());
    exchange.start();
    try {
      CloseableHttpClient client = call.lane() == Lane.ON_DEMAND ? onDemand : others;
      HttpClientContext context = HttpClientContext.create();
      HttpAnswer answer = new HttpAnswer(client.executeOpen(origin, request, context), exchange, expansion);
      if (origin.getSchemeName().equals("https") && context.getSSLSession() == null) {
        // A proxy that refuses the tunnel answers in the broker's place; its 404 must not be taken for a missing file.
        answer.close();
        throw new IOException("the proxy refused the tunnel with status " + answer.status());
      }
      return answer;
    } catch (IOException e) {
      exchange.end();
      throw exchange.explained(e);
    } catch (IllegalStateException e) {
      exchange.end();
      throw exchange.explained(new IOException("the connections are gone", e));
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    running.forEach(Exchange::breakOff);
    onDemand.close(CloseMode.IMMEDIATE);
    others.close(CloseMode.IMMEDIATE);
  }

  /** The library cannot move a deadline, so a turn at the pool has none here: the exchange's own watch ends it. */
  private static RequestConfig config(Duration silence) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(Timeout.ofDays(1))
        .setResponseTimeout(timeout(silence))
        .setAuthenticationEnabled(true)
        .setProtocolUpgradeEnabled(false)
        .build();
  }

  /** The library counts in whole milliseconds, and takes zero for "no limit". */
  private static Timeout timeout(Duration duration) {
    Duration bounded = duration.compareTo(Duration.ofDays(1)) < 0 ? duration : Duration.ofDays(1);
    return Timeout.ofMilliseconds(Math.max(1, bounded.toMillis()));
  }

  /** One request from its start until its answer was read or given up. */
  final class Exchange {
    private final HttpGet request;
    private final Patience patience;
    private volatile boolean late;

    @GuardedBy("this")
    private Optional<ScheduledFuture<?>> alarm = Optional.empty();

    @GuardedBy("this")
    private boolean over;

    private Exchange(HttpGet request, Patience patience) {
      this.request = request;
      this.patience = patience;
    }

    private void start() throws RemoteClosed {
      running.add(this);
      try {
        if (!closed) {
          watch();
          return;
        }
      } catch (RejectedExecutionException e) {
        // Closed between the question and the alarm.
      }
      end();
      throw new RemoteClosed();
    }

    /** Looks at the patience now, and again soon, because it may move either way while nobody tells. */
    private void watch() {
      Duration left = patience.deadline().left(clock.instant());
      if (left.isZero()) {
        late = true;
        breakOff();
      } else {
        arm(left.compareTo(GLANCE) < 0 ? left : GLANCE);
      }
    }

    private synchronized void arm(Duration nap) {
      if (!over) {
        alarm = Optional.of(timer.schedule(this::watch, Math.max(BLINK, nap.toNanos()), TimeUnit.NANOSECONDS));
      }
    }

    void breakOff() {
      request.cancel();
    }

    /** Nothing is left to watch. */
    void end() {
      running.remove(this);
      synchronized (this) {
        over = true;
        alarm.ifPresent(set -> set.cancel(false));
      }
    }

    /** Fails when the exchange is over although the connection did not say so. */
    void check() throws IOException {
      if (closed) {
        throw new RemoteClosed();
      }
      if (late || patience.deadline().passed(clock.instant())) {
        throw new DeadlinePassed();
      }
    }

    /** The reason behind a failure: what was cut off on purpose looks like a broken connection. */
    IOException explained(IOException e) {
      return closed ? new RemoteClosed() : late ? new DeadlinePassed(e) : e;
    }
  }
}
