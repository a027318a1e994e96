package io.cistern.http.client;

import io.cistern.application.port.RemoteBudget;
import io.cistern.http.testing.ManualTime;
import io.cistern.http.testing.MemorySpool;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same answer to every request, without a network; remembers what was asked. One thread. */
final class Canned implements Transport {
  private final int status;
  private final byte[] body;
  private final Map<String, String> headers;
  private final List<Call> calls = new ArrayList<>();

  Canned(int status, String body, Map<String, String> headers) {
    this.status = status;
    this.body = body.getBytes(StandardCharsets.UTF_8);
    this.headers = headers;
  }

  /** The real client in front of this. */
  HttpRemoteWorkspace remote(ManualTime time, RemoteBudget gate) {
    RemoteOptions options =
        RemoteOptions.defaults().withSurroundings(new RemoteOptions.Surroundings(time, time, gate, 42));
    return new HttpRemoteWorkspace(
        WorkspaceAddress.parse(URI.create("http://localhost/v1/workspaces/ws")), TokenSource.fixed(Fixture.TOKEN),
        new MemorySpool(), options, this);
  }

  /** How many requests there were. */
  int requests() {
    return calls.size();
  }

  @Override
  public Answer send(Call call, Optional<BearerToken> token) {
    calls.add(call);
    return new Said();
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public void close() {}

  private final class Said implements Answer {
    @Override
    public int status() {
      return status;
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public void close() {}
  }
}
