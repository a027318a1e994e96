package io.cistern.http.client;

import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.testing.MemorySpool;
import io.cistern.http.virtual.Stay;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;

/** Connects the real client, with its tries, gate and codec, to whatever a test puts in the network's place. */
public final class VirtualRemote {
  private VirtualRemote() {}

  /** What carries requests, and answers them. Safe for use by as many threads as the client is used by. */
  public interface Carrier {
    /**
     * Carries one request, on the calling thread, until the head of the answer is there.
     *
     * @param stay how to let time pass, also while the body is read
     * @throws IOException what a connection would throw
     */
    Carried carry(Sent request, Stay stay) throws IOException;
  }

  /** A GET as the client sends it. */
  public record Sent(URI uri, Map<String, String> headers) {}

  /**
   * An answer whose head is there.
   *
   * @param closed runs once, when the client needs no more of it
   */
  public record Carried(int status, Map<String, String> headers, InputStream body, Runnable closed) {}

  /**
   * Connects.
   *
   * @param clock moved by whatever takes time; the surroundings of the options go by it too
   */
  public static RemoteWorkspace connect(
      Carrier carrier, WorkspaceId workspace, ManualClock clock, TokenSource tokens, RemoteOptions options) {
    WorkspaceAddress address = new WorkspaceAddress(URI.create("http://localhost"), workspace);
    VirtualTransport transport = new VirtualTransport(carrier, clock, options.waits().silence());
    return new HttpRemoteWorkspace(address, tokens, new MemorySpool(), options, transport);
  }
}
