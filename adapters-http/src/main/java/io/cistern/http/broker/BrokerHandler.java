package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.broker.auth.Scopes;
import io.cistern.http.broker.chaos.Chaos;
import io.cistern.http.broker.chaos.Effect;
import io.cistern.http.broker.chaos.Faults;
import io.cistern.http.broker.chaos.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Every request's way through the broker: route, faults, gate, resource, log. Each on its own thread, blocking. */
final class BrokerHandler extends Handler.Abstract {
  private final Gate gate;
  private final Resources resources;
  private final WorkspaceStore store;
  private final Chaos chaos;
  private final Waiting waiting;
  private final AccessLog log;
  private final InstantSource clock;

  BrokerHandler(
      Gate gate,
      Resources resources,
      WorkspaceStore store,
      Chaos chaos,
      Waiting waiting,
      AccessLog log,
      InstantSource clock) {
    super(InvocationType.BLOCKING);
    this.gate = gate;
    this.resources = resources;
    this.store = store;
    this.chaos = chaos;
    this.waiting = waiting;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Instant began = clock.instant();
    Route route = Route.of(request.getMethod(), request.getHttpURI().getPath());
    Optional<String> path = path(route, request);
    Faults faults = chaos.faults(route.endpoint().label(), path);
    Line line = new Line(request);
    Answer answer = new Answer(response, faults, line, waiting);
    try {
      answer(request, route, faults, answer);
      if (faults.dropsAnswer()) {
        line.close();
        throw new IOException("chaos dropped the answer");
      }
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      callback.failed(e);
    } finally {
      long millis = Duration.between(began, clock.instant()).toMillis();
      log.record(began, request.getMethod(), route.endpoint().label(), path, answer.status(), answer.bytes(), millis);
    }
    return true;
  }

  private void answer(Request request, Route route, Faults faults, Answer answer) throws IOException {
    String correlationId = Gate.correlationId(request.getHeaders());
    try {
      waiting.pause(faults.latency());
      if (faults.hangs()) {
        waiting.untilStopped();
        throw new IOException("chaos never answered");
      }
      faults.status().ifPresent(BrokerHandler::refuse);
      handled(request, route, faults, answer, correlationId);
    } catch (Refusal e) {
      refused(e, answer, correlationId);
    } catch (CisternException e) {
      refused(refusal(e), answer, correlationId);
    }
  }

  private void handled(Request request, Route route, Faults faults, Answer answer, String correlationId)
      throws IOException {
    if (route.endpoint() == Endpoint.HEALTH) {
      answer.json(200, json -> json.writeStartObject().writeStringProperty("status", "ok").writeEndObject());
      return;
    }
    WorkspaceId workspace = route.workspace()
        .filter(unused -> route.endpoint() != Endpoint.UNKNOWN)
        .orElseThrow(() -> Refusal.notFound("route not found"));
    Query query = new Query(Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""));
    Scopes scopes = gate.admit(route, workspace, query, request.getHeaders());
    String ifMatch = Optional.ofNullable(request.getHeaders().get("If-Match")).orElse("");
    resources.of(route.endpoint()).answer(new Call(route, query, workspace, scopes, correlationId, ifMatch,
        Content.Source.asInputStream(request), faults, store, answer));
  }

  private static void refuse(Effect.Status wanted) {
    Refusal refusal = new Refusal(wanted.status(), wanted.code(), wanted.message());
    wanted.retryAfterSeconds().ifPresent(seconds -> refusal.withHeader("Retry-After", Long.toString(seconds)));
    throw refusal;
  }

  private static void refused(Refusal refusal, Answer answer, String correlationId) throws IOException {
    if (answer.status() != 0) {
      throw new IOException("the answer had begun", refusal);
    }
    refusal.headers().forEach(answer::header);
    answer.json(refusal.status(), json -> {
      json.writeStartObject();
      json.writeStringProperty("code", refusal.code());
      json.writeStringProperty("message", String.valueOf(refusal.getMessage()));
      json.writeStringProperty("correlationId", correlationId);
      refusal.extras().forEach(json::writeStringProperty);
      json.writeEndObject();
    });
  }

  /** Which failures of the machine a client can do something about; none tells it a path of this machine. */
  private static Refusal refusal(CisternException e) {
    return switch (e.failure()) {
      case Failure.LocalDiskFull _ -> new Refusal(503, "unavailable", "the broker's disk is full");
      case Failure.LocalIo _, Failure.MirrorTainted _ ->
        new Refusal(503, "unavailable", "the broker cannot use its directory");
      case Failure.Usage _, Failure.Config _,Failure.BadAddress _, Failure.NoToken _,Failure.NoMirror _, Failure.MirrorInUse _,Failure.MirrorDamaged _, Failure.ForeignOwner _,Failure.RootReplaced _, Failure.RefusedMassRemoval _,Failure.QuotaReached _, Failure.BootstrapStalled _,Failure.BootstrapTooLarge _, Failure.Remote _,Failure.TimedOut _, Failure.Interrupted _ ->
        new Refusal(500, "internal_error", "the broker failed");
    };
  }

  private static Optional<String> path(Route route, Request request) {
    if (!route.endpoint().hasPath()) {
      return Optional.empty();
    }
    try {
      String raw = Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
      return Optional.of(Paths.normalised(new Query(raw).text("path")));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }
}
