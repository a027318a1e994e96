package io.cistern.it.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A broker that tells nothing but what an account has left, and calls the account after the end of its token. */
public final class UsageServer implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch firstIsHere = new CountDownLatch(1);
  private final AtomicReference<Optional<CountDownLatch>> hold = new AtomicReference<>(Optional.empty());

  private UsageServer(HttpServer server) {
    this.server = server;
  }

  public static UsageServer start() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    UsageServer usage = new UsageServer(server);
    server.createContext("/cistern/usage", usage::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return usage;
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public int asked() {
    return asked.get();
  }

  /** Lets the next answers wait until {@link #release}. */
  public void holdAnswers() {
    hold.set(Optional.of(new CountDownLatch(1)));
  }

  public void release() {
    hold.getAndSet(Optional.empty()).ifPresent(CountDownLatch::countDown);
  }

  /** Waits until the first question has come. */
  public void awaitFirst() throws InterruptedException {
    firstIsHere.await();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    Optional<CountDownLatch> held = hold.get();
    firstIsHere.countDown();
    if (held.isPresent()) {
      try {
        held.get().await();
      } catch (InterruptedException interrupted) {
        throw new IOException(interrupted);
      }
    }
    String token = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    String body = "{\"schema\":\"cistern.usage/1\",\"account\":\"" + token.substring(token.lastIndexOf('-') + 1)
        + "\",\"plan\":null,\"windows\":[{\"label\":\"requests/h\",\"limit\":5000,\"used\":3,\"remaining\":4997,"
        + "\"resetsAt\":\"2126-01-01T13:00:00Z\"}]}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
