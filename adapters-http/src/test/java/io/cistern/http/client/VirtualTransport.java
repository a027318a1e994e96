package io.cistern.http.client;

import io.cistern.application.commit.Commits;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.http.client.VirtualRemote.Carried;
import io.cistern.http.client.VirtualRemote.Carrier;
import io.cistern.http.client.VirtualRemote.Sent;
import io.cistern.http.virtual.Stay;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Behaves in time as {@link HttpTransport} does, without a socket: whoever waits moves the clock. Safe for use by many
 * threads, which then share the time that each of them lets pass.
 */
final class VirtualTransport implements Transport {
  private final Carrier carrier;
  private final ManualClock clock;
  private final Duration silence;
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean closed;

  VirtualTransport(Carrier carrier, ManualClock clock, Duration silence) {
    this.carrier = carrier;
    this.clock = clock;
    this.silence = silence;
  }

  @Override
  public Answer send(Call call, Optional<BearerToken> token) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Correlation-Id", "virtual-" + sent.incrementAndGet());
    token.ifPresent(known -> headers.put("Authorization", known.header()));
    Exchange exchange = new Exchange(call.patience());
    exchange.check();
    return new Arrived(carrier.carry(new Sent(call.uri(), headers), exchange), exchange);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** One request from its start until its answer was read or given up. */
  private final class Exchange implements Stay {
    private final Patience patience;
    private Instant heard = clock.instant();

    private Exchange(Patience patience) {
      this.patience = patience;
    }

    private void check() throws IOException {
      if (closed) {
        throw new RemoteClosed();
      }
      if (patience.deadline().passed(clock.instant())) {
        throw new DeadlinePassed();
      }
    }

    @Override
    public void until(Instant something) throws IOException {
      Instant silent = heard.plus(silence);
      while (clock.instant().isBefore(something)) {
        check();
        if (!clock.instant().isBefore(silent)) {
          throw new SocketTimeoutException("Read timed out");
        }
        clock.advanceTo(earliest(something, silent));
      }
      check();
      heard = clock.instant();
    }

    /** A patience that may move is looked at as often as on the real wire. */
    private Instant earliest(Instant something, Instant silent) {
      Instant next = something.isBefore(silent) ? something : silent;
      Instant deadline = patience.deadline().at();
      next = deadline.isBefore(next) ? deadline : next;
      Instant glance = clock.instant().plus(GLANCE);
      return patience instanceof Deadline || next.isBefore(glance) ? next : glance;
    }
  }

  private static final class Arrived implements Answer {
    private final Carried carried;
    private final Exchange exchange;
    private boolean over;

    private Arrived(Carried carried, Exchange exchange) {
      this.carried = carried;
      this.exchange = exchange;
    }

    @Override
    public int status() {
      return carried.status();
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(carried.headers().get(name));
    }

    @Override
    public InputStream body() {
      return new Guarded(carried.body(), exchange);
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        carried.closed().run();
      }
    }
  }

  /** Bytes that come only while they may. */
  private static final class Guarded extends FilterInputStream {
    private final Exchange exchange;
    private boolean atEnd;

    private Guarded(InputStream body, Exchange exchange) {
      super(body);
      this.exchange = exchange;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (atEnd) {
        return -1;
      }
      Invariant.check(!Commits.heldHere(), "I8: no network under the mirror lock");
      exchange.check();
      int count = super.read(into, from, length);
      atEnd = count < 0;
      return count;
    }
  }
}
