package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.domain.budget.LimitSpec;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.broker.auth.TokenJudge;
import io.cistern.http.broker.chaos.Faults;
import io.cistern.http.broker.chaos.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The broker's desk without anything that carries: a question goes in, a whole answer comes out. */
public final class VirtualDesk {
  private final Desk desk;
  private volatile int treePage = TreeResource.PAGE;

  public VirtualDesk(
      WorkspaceStore store, WorkspaceId served, TokenJudge tokens, LimitSpec limits, InstantSource clock) {
    this.desk = new Desk(
        new Gate(served, tokens, clock), new Limiter(limits, clock), this::resource, store, new AtOnce(), clock);
  }

  /** From now on a page of a listing has at most so many rows. */
  public void treePage(int rows) {
    treePage = rows;
  }

  /**
   * What a question is about.
   *
   * @param endpoint as the access log and chaos rules call it
   * @param path the one path it names
   */
  public record About(String endpoint, Optional<String> path, Map<String, String> parameters) {}

  /** An answer, before anything befalls it. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Made(int status, Map<String, String> headers, byte[] body) {}

  public static About about(URI uri) {
    Got asked = new Got(uri, Map.of());
    Route route = Route.of(asked.method(), asked.rawPath());
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : asked.rawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return new About(route.endpoint().label(), Desk.path(route, asked), parameters);
  }

  /** Answers a GET; whatever takes time in the faults is left to who carries the answer. */
  public Made answer(URI uri, Map<String, String> headers, Faults faults) throws IOException {
    Got asked = new Got(uri, headers);
    Kept kept = new Kept();
    Answer answer = new Answer(kept, faults);
    try {
      desk.answer(asked, Route.of(asked.method(), asked.rawPath()), faults, answer);
    } finally {
      answer.end();
    }
    return new Made(kept.status, kept.headers, kept.body.toByteArray());
  }

  private Resource resource(Endpoint endpoint) {
    return switch (endpoint) {
      case TREE -> new TreeResource(treePage);
      case FILE -> new FileResource();
      case EXPORT -> new ExportResource();
      case EVENTS -> new EventsResource();
      case HEALTH, PUT, DELETE, BULK, OPERATION, OPERATIONS, SYNC_STATUS, USAGE, UNKNOWN -> call -> {
        throw Refusal.notFound("route not found");
      };
    };
  }

  private record Got(URI uri, Map<String, String> headers) implements Asked {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String rawPath() {
      return uri.getRawPath();
    }

    @Override
    public String rawQuery() {
      return Optional.ofNullable(uri.getRawQuery()).orElse("");
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    @Override
    public InputStream body() {
      return InputStream.nullInputStream();
    }
  }

  private static final class Kept implements Wire {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;

    @Override
    public void header(String name, String value) {
      headers.put(name, value);
    }

    @Override
    public OutputStream begin(int answered, String contentType) {
      status = answered;
      header("Content-Type", contentType);
      return body;
    }
  }

  /** Time is somebody else's business. */
  private static final class AtOnce implements Waiting {
    @Override
    public void pause(Duration time) {}

    @Override
    public void untilStopped() {}
  }
}
