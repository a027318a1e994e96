package io.cistern.it.hostile;

import io.cistern.http.testing.Reply;
import io.cistern.http.testing.ScriptedBroker;
import io.cistern.http.testing.ScriptedBroker.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A broker that lists whatever rows it was given, in that order, and answers reads with the truth, unless it was told to
 * lie. Safe for use by many threads once it is told everything.
 */
final class LyingBroker implements AutoCloseable {
  private static final String NO_EVENTS = "{\"events\":[],\"nextCursor\":null}";
  private static final String UNKNOWN =
      "{\"code\":\"not_found\",\"message\":\"file not found\",\"correlationId\":\"\"}";

  private final ScriptedBroker broker = ScriptedBroker.start();
  private final List<String> rows = new ArrayList<>();
  private final Map<String, String> truth = new ConcurrentHashMap<>();
  private final Map<String, Function<Request, Reply>> lies = new ConcurrentHashMap<>();
  private int pageSize = 1000;

  LyingBroker() {
    broker.on("events", Reply.json(NO_EVENTS));
    broker.on("health", Reply.json("{\"status\":\"ok\"}"));
    broker.on("tree", this::page);
    broker.on("file", request -> read(request));
  }

  URI workspace() {
    return broker.workspace("ws_test");
  }

  URI address() {
    return broker.address();
  }

  /** Lists a file and answers reads of it rightly. */
  LyingBroker holds(String path, String text) {
    return lists(Wire.row(path, text)).answers(path, text);
  }

  /** Lists this row, whatever it is. */
  LyingBroker lists(String row) {
    rows.add(row);
    return this;
  }

  /** Answers reads of a path rightly, listed or not. */
  LyingBroker answers(String path, String text) {
    truth.put(path, text);
    return this;
  }

  LyingBroker pageSize(int size) {
    pageSize = size;
    return this;
  }

  /** Answers reads of this path so from now on. */
  LyingBroker lies(String path, Function<Request, Reply> lie) {
    lies.put(path, lie);
    return this;
  }

  /** Whether reads of this path are answered with a lie. */
  boolean liesAbout(String path) {
    return lies.containsKey(path);
  }

  /** Tells the truth again. */
  LyingBroker repents() {
    lies.clear();
    broker.on("tree", this::page);
    return this;
  }

  /** Answers every listing so. */
  LyingBroker listsBy(Function<Request, Reply> script) {
    broker.on("tree", script);
    return this;
  }

  /** Answers every question about events so. */
  LyingBroker tellsNews(Reply reply) {
    broker.on("events", reply);
    return this;
  }

  List<Request> requests(String endpoint) {
    return broker.requests(endpoint);
  }

  List<Request> requests() {
    return broker.requests();
  }

  /** How often a file was asked for. */
  long reads(String path) {
    return broker.requests("file").stream().filter(request -> path.equals(request.query().get("path"))).count();
  }

  int connections() {
    return broker.connections();
  }

  @Override
  public void close() {
    broker.close();
  }

  private Reply page(Request request) {
    int from = Integer.parseInt(request.query().getOrDefault("cursor", "0"));
    int to = Math.min(rows.size(), from + pageSize);
    Optional<String> next = to < rows.size() ? Optional.of(Integer.toString(to)) : Optional.empty();
    return Reply.json(Wire.page(rows.subList(from, to), next));
  }

  private Reply read(Request request) {
    String path = request.query().getOrDefault("path", "");
    Optional<Function<Request, Reply>> lie = Optional.ofNullable(lies.get(path));
    return lie.map(told -> told.apply(request)).orElseGet(
        () -> Optional.ofNullable(truth.get(path))
            .map(text -> Reply.json(Wire.file(path, text)))
            .orElseGet(() -> Reply.status(404, UNKNOWN)));
  }
}
