package io.cistern.cli.command;

import io.cistern.cli.wiring.BrokerSession;
import io.cistern.cli.wiring.ServeRequest;
import io.cistern.domain.workspace.WorkspaceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A small workspace behind an embedded broker.
 *
 * <pre>
 * README.md          eager
 * docs/plan.md
 * docs/empty.txt
 * docs/größe.txt
 * data/noise.bin     100 000 bytes
 * </pre>
 */
final class ServedDirectory implements AutoCloseable {
  private final Path directory;
  private final Path token;
  private final BrokerSession broker;
  private final AtomicLong hoursAhead;

  private ServedDirectory(Path directory, Path token, BrokerSession broker, AtomicLong hoursAhead) {
    this.directory = directory;
    this.token = token;
    this.broker = broker;
    this.hoursAhead = hoursAhead;
  }

  static ServedDirectory below(Path base) throws IOException {
    return below(base, ServeRequest.Extras.NONE);
  }

  static ServedDirectory below(Path base, ServeRequest.Extras extras) throws IOException {
    Path directory = Files.createDirectories(base.resolve("served"));
    write(directory, "README.md", "hello\n".getBytes(StandardCharsets.UTF_8));
    write(directory, "docs/plan.md", "names first\n".getBytes(StandardCharsets.UTF_8));
    write(directory, "docs/empty.txt", new byte[0]);
    write(directory, "docs/größe.txt", "ü\n".getBytes(StandardCharsets.UTF_8));
    byte[] noise = new byte[100_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) ((i * 31) >> 3);
    }
    write(directory, "data/noise.bin", noise);
    Path state = base.resolve("broker");
    ServeRequest request = new ServeRequest(
        directory.toRealPath(), new WorkspaceId("ws_test"), state, state.resolve("token"), ServeRequest.LOOPBACK, 0,
        extras);
    AtomicLong hoursAhead = new AtomicLong();
    InstantSource clock = () -> InstantSource.system().instant().plus(Duration.ofHours(hoursAhead.get()));
    return new ServedDirectory(directory, request.tokenFile(), BrokerSession.start(request, clock), hoursAhead);
  }

  Path directory() {
    return directory;
  }

  /** Changes a file, and lets so much time pass that the broker looks again. */
  void save(String name, String content) throws IOException {
    write(directory, name, content.getBytes(StandardCharsets.UTF_8));
    hoursAhead.incrementAndGet();
  }

  /** Removes a file; the broker looks again. */
  void remove(String name) throws IOException {
    Files.delete(directory.resolve(name));
    hoursAhead.incrementAndGet();
  }

  String url() {
    return broker.baseUrl() + "/v1/workspaces/ws_test";
  }

  String baseUrl() {
    return broker.baseUrl().toString();
  }

  String tokenFile() {
    return token.toString();
  }

  @Override
  public void close() {
    broker.close();
  }

  private static void write(Path root, String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
