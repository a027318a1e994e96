package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.domain.budget.Allowance;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.broker.chaos.Effect;
import io.cistern.http.broker.chaos.Faults;
import io.cistern.http.broker.chaos.Waiting;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** A request's way from its route to its answer, whatever carries the two: faults, gate, limits, resource, refusal. */
final class Desk {
  private final Gate gate;
  private final Limiter limiter;
  private final Function<Endpoint, Resource> resources;
  private final WorkspaceStore store;
  private final Waiting waiting;
  private final InstantSource clock;

  /**
   * Opens for business.
   *
   * @param resources what answers which endpoint
   */
  Desk(
      Gate gate, Limiter limiter, Function<Endpoint, Resource> resources, WorkspaceStore store, Waiting waiting,
      InstantSource clock) {
    this.gate = gate;
    this.limiter = limiter;
    this.clock = clock;
    this.resources = resources;
    this.store = store;
    this.waiting = waiting;
  }

  /** Answers, if only with a refusal; fails when the answer cannot be sent to its end. */
  void answer(Asked asked, Route route, Faults faults, Answer answer) throws IOException {
    try {
      waiting.pause(faults.latency());
      if (faults.hangs()) {
        waiting.untilStopped();
        throw new IOException("chaos never answered");
      }
      faults.status().ifPresent(Desk::refuse);
      handled(asked, route, faults, answer);
    } catch (Refusal e) {
      refused(e, answer, Gate.correlationId(asked));
    } catch (CisternException e) {
      refused(refusal(e), answer, Gate.correlationId(asked));
    }
  }

  /** The one path a request is about; empty where it has none that could be read. */
  static Optional<String> path(Route route, Asked asked) {
    if (!route.endpoint().hasPath()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Paths.normalised(new Query(asked.rawQuery()).text("path")));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  private void handled(Asked asked, Route route, Faults faults, Answer answer) throws IOException {
    if (route.endpoint() == Endpoint.HEALTH) {
      answer.json(200, json -> json.writeStartObject().writeStringProperty("status", "ok").writeEndObject());
      return;
    }
    if (route.endpoint() == Endpoint.USAGE) {
      usage(gate.account(asked), answer);
      return;
    }
    WorkspaceId workspace = route.workspace()
        .filter(unused -> route.endpoint() != Endpoint.UNKNOWN)
        .orElseThrow(() -> Refusal.notFound("route not found"));
    Query query = new Query(asked.rawQuery());
    Gate.Admitted admitted = gate.admit(route, workspace, query, asked);
    limiter.admit(admitted.account(), answer);
    String ifMatch = asked.header("If-Match").orElse("");
    answer.beforeEnd(() -> limiter.sent(admitted.account(), answer.bytes()));
    resources.apply(route.endpoint())
        .answer(new Call(route, query, workspace, admitted.scopes(), Gate.correlationId(asked), ifMatch,
            asked.body(), faults, store, answer));
  }

  private void usage(String account, Answer answer) throws IOException {
    Instant now = clock.instant();
    Allowance allowance = limiter.allowance(account, now);
    limiter.headers(allowance, answer, now);
    new UsageAnswer(account, allowance.windows(), now).to(answer);
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
      case Failure.Usage _, Failure.Config _,Failure.BadAddress _, Failure.NoToken _,Failure.NoMirror _, Failure.MirrorInUse _,Failure.MirrorDamaged _, Failure.ForeignOwner _,Failure.RootReplaced _, Failure.RefusedMassRemoval _,Failure.QuotaReached _, Failure.Guarded _,Failure.BootstrapStalled _, Failure.BootstrapTooLarge _,Failure.Remote _, Failure.TimedOut _,Failure.Interrupted _ ->
        new Refusal(500, "internal_error", "the broker failed");
    };
  }
}
