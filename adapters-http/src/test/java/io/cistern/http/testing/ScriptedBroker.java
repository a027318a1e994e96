package io.cistern.http.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A broker on loopback that follows a script, down to the last wrong byte. An endpoint without a script answers 404.
 * Safe for use by many threads.
 *
 * <pre>
 * try (ScriptedBroker broker = ScriptedBroker.start()) {
 *   broker.on("tree", Reply.json("…"));
 *   … broker.workspace("ws_demo") …
 * }
 * </pre>
 */
public final class ScriptedBroker implements AutoCloseable {
  private static final Reply UNKNOWN =
      Reply.status(404, "{\"code\":\"not_found\",\"message\":\"route not found\",\"correlationId\":\"\"}");

  private final ServerSocket listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Function<Request, Reply>> scripts = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  /**
   * A request as it came.
   *
   * @param endpoint the last part of its route: {@code tree}, {@code file}, {@code health}
   * @param headers by lower-case name
   */
  public record Request(
      String method, String target, String endpoint, Map<String, String> query, Map<String, String> headers) {}

  private ScriptedBroker(ServerSocket listener) {
    this.listener = listener;
  }

  /** Listens on a free port of this machine. */
  public static ScriptedBroker start() {
    try {
      ScriptedBroker broker = new ScriptedBroker(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(broker::listen);
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of a workspace here. */
  public URI workspace(String name) {
    return URI.create(address() + "/v1/workspaces/" + name);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Answers an endpoint with these replies in order; the last one again and again. */
  public ScriptedBroker on(String endpoint, Reply... replies) {
    AtomicInteger next = new AtomicInteger();
    return on(endpoint, request -> replies[Math.min(next.getAndIncrement(), replies.length - 1)]);
  }

  /** Answers an endpoint by looking at the request. */
  public ScriptedBroker on(String endpoint, Function<Request, Reply> script) {
    scripts.put(endpoint, script);
    return this;
  }

  /** What came so far, in order of arrival. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** What came so far to one endpoint. */
  public List<Request> requests(String endpoint) {
    return requests.stream().filter(request -> request.endpoint().equals(endpoint)).toList();
  }

  /** How many connections were ever made. */
  public int connections() {
    return sockets.size();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    while (closed.getCount() > 0) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      boolean goesOn = true;
      while (goesOn) {
        String line = in.readLine();
        if (line == null) {
          return;
        }
        Request request = request(line, in);
        requests.add(request);
        Reply reply = scripts.getOrDefault(request.endpoint(), unknown -> UNKNOWN).apply(request);
        goesOn = reply.send(socket, closed);
        socket.getOutputStream().flush();
      }
    } catch (IOException | InterruptedException _) {
      // The other side went away, or the test is over: both are part of the play.
    }
  }

  private static Request request(String line, BufferedReader in) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    in.skip(Long.parseLong(headers.getOrDefault("content-length", "0")));
    String target = line.split(" ", -1)[1];
    URI uri = URI.create(target);
    Map<String, String> query = new LinkedHashMap<>();
    if (uri.getRawQuery() != null) {
      Arrays.stream(uri.getRawQuery().split("&")).map(pair -> pair.split("=", 2)).forEach(
          pair -> query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
    String endpoint = uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
    return new Request(line.split(" ", -1)[0], target, endpoint, query, headers);
  }
}
