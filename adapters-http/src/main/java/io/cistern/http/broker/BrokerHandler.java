package io.cistern.http.broker;

import io.cistern.http.broker.chaos.Chaos;
import io.cistern.http.broker.chaos.Faults;
import io.cistern.http.broker.chaos.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Every request's way through the listener: route, faults, desk, log. Each on its own thread, blocking. */
final class BrokerHandler extends Handler.Abstract {
  private final Desk desk;
  private final Chaos chaos;
  private final Waiting waiting;
  private final AccessLog log;
  private final InstantSource clock;

  BrokerHandler(Desk desk, Chaos chaos, Waiting waiting, AccessLog log, InstantSource clock) {
    super(InvocationType.BLOCKING);
    this.desk = desk;
    this.chaos = chaos;
    this.waiting = waiting;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Instant began = clock.instant();
    Asked asked = new JettyAsked(request);
    Route route = Route.of(asked.method(), asked.rawPath());
    Optional<String> path = Desk.path(route, asked);
    Faults faults = chaos.faults(route.endpoint().label(), path);
    Line line = new Line(request);
    Answer answer = new Answer(new JettyWire(response, faults, line, waiting), faults);
    answer.beforeEnd(() -> log.record(
        began, asked.method(), route.endpoint().label(), path, answer.status(), answer.bytes(),
        Duration.between(began, clock.instant()).toMillis()));
    try {
      desk.answer(asked, route, faults, answer);
      if (faults.dropsAnswer()) {
        line.close();
        throw new IOException("chaos dropped the answer");
      }
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      callback.failed(e);
    } finally {
      answer.end();
    }
    return true;
  }
}
