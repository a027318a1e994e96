package io.cistern.http.client;

import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.time.Duration;
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
 * <p>A blocked read cannot watch the time, so one timer thread of its own cuts each request off at its deadline, however
 * slowly bytes trickle; silence between two bytes is the socket's business. Safe for use by many threads.
 */
final class HttpTransport implements Transport {
  private final HttpHost origin;
  private final CloseableHttpClient onDemand;
  private final CloseableHttpClient others;
  private final Duration silence;
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
    this.silence = options.patience().silence();
    this.expansion = options.limits().expansion();
    this.correlationPrefix =
        "cistern-%016x-".formatted(new Random(options.surroundings().seed()).nextLong());
    this.timer = new ScheduledThreadPoolExecutor(
        1, Thread.ofPlatform().daemon().name("cistern-http-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Answer send(Call call, Optional<BearerToken> token, Duration within) throws IOException {
    HttpGet request = new HttpGet(call.uri());
    request.setConfig(config(within));
    request.setHeader("X-Correlation-Id", correlationPrefix + correlation.incrementAndGet());
    request.setHeader("Accept", "application/json");
    request.setHeader("Accept-Encoding", call.compressible() ? "gzip" : "identity");
    token.ifPresent(known -> request.setHeader("Authorization", known.header()));
    Exchange exchange = new Exchange(request);
    exchange.start(within);
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

  private RequestConfig config(Duration within) {
    Duration turn = within.isPositive() ? within : Duration.ofMillis(1);
    Duration quiet = turn.compareTo(silence) < 0 ? turn : silence;
    return RequestConfig.custom()
        .setConnectionRequestTimeout(timeout(turn))
        .setResponseTimeout(timeout(quiet))
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
    private volatile Optional<ScheduledFuture<?>> alarm = Optional.empty();
    private volatile boolean late;

    private Exchange(HttpGet request) {
      this.request = request;
    }

    private void start(Duration within) throws RemoteClosed {
      running.add(this);
      if (closed) {
        end();
        throw new RemoteClosed();
      }
      if (within.compareTo(Duration.ofDays(1)) < 0) {
        try {
          alarm = Optional.of(timer.schedule(this::onDeadline, Math.max(0, within.toNanos()), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
          end();
          throw new RemoteClosed();
        }
      }
    }

    private void onDeadline() {
      late = true;
      breakOff();
    }

    void breakOff() {
      request.cancel();
    }

    /** Nothing is left to watch. */
    void end() {
      running.remove(this);
      alarm.ifPresent(set -> set.cancel(false));
    }

    /** Fails when the exchange is over although the connection did not say so. */
    void check() throws IOException {
      if (closed) {
        throw new RemoteClosed();
      }
      if (late) {
        throw new DeadlinePassed();
      }
    }

    /** The reason behind a failure: what was cut off on purpose looks like a broken connection. */
    IOException explained(IOException e) {
      return closed ? new RemoteClosed() : late ? new DeadlinePassed(e) : e;
    }
  }
}
