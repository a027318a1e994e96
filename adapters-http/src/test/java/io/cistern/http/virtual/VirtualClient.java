package io.cistern.http.virtual;

import io.cistern.http.broker.VirtualDesk.Made;
import io.cistern.http.broker.chaos.Effect;
import io.cistern.http.broker.chaos.Faults;
import io.cistern.http.broker.chaos.Trouble;
import io.cistern.http.client.VirtualRemote.Carried;
import io.cistern.http.client.VirtualRemote.Carrier;
import io.cistern.http.client.VirtualRemote.Sent;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.hc.core5.http.NoHttpResponseException;

/** One client's connection: what goes wrong on the way, in the order of the real broker. */
final class VirtualClient implements Carrier {
  private final VirtualBroker broker;
  private final Holds holds;
  private final InstantSource clock;

  VirtualClient(VirtualBroker broker, Holds holds, InstantSource clock) {
    this.broker = broker;
    this.holds = holds;
    this.clock = clock;
  }

  @Override
  public Carried carry(Sent sent, Stay stay) throws IOException {
    Exchange exchange = broker.came(sent);
    boolean answered = false;
    try {
      Request request = exchange.request();
      holds.tooEarly(request.endpoint(), request.at()).ifPresent(until -> broker.cameTooEarly(request, until));
      broker.look(request);
      if (broker.isDown()) {
        throw new ConnectException("Connection refused");
      }
      Carried carried = answer(sent, stay, exchange, broker.faults(request));
      answered = true;
      return carried;
    } finally {
      if (!answered) {
        exchange.end();
      }
    }
  }

  private Carried answer(Sent sent, Stay stay, Exchange exchange, Faults faults) throws IOException {
    stay.until(clock.instant().plus(faults.latency()));
    if (faults.hangs()) {
      throw stay.forEver();
    }
    Made made = broker.answer(sent, faults);
    if (faults.dropsAnswer()) {
      throw new NoHttpResponseException("localhost failed to respond");
    }
    exchange.answered(made.status());
    Instant head = clock.instant();
    VirtualBody body = new VirtualBody(made.body(), new Trouble(faults), stay, clock, exchange::sent);
    return new Carried(made.status(), made.headers(), body, () -> {
      faults.status().ifPresent(refusal -> understood(refusal, exchange.request().endpoint(), head));
      exchange.end();
    });
  }

  /** Whom a refusal keeps away: the words of the design, not those of the client's code. */
  private void understood(Effect.Status refusal, String endpoint, Instant head) {
    Optional<Instant> until = refusal.retryAfterSeconds().isPresent() && refusal.retryAfterSeconds().getAsLong() > 0
        ? Optional.of(head.plusSeconds(refusal.retryAfterSeconds().getAsLong()))
        : Optional.empty();
    boolean tooMany = refusal.status() == 429;
    if (tooMany && (refusal.code().isEmpty() || refusal.code().equals("rate_limited"))) {
      until.ifPresent(holds::toldHome);
    } else if (tooMany || refusal.status() >= 500) {
      until.ifPresent(moment -> holds.toldEndpoint(endpoint, moment));
    }
  }
}
