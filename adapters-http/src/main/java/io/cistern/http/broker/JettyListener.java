package io.cistern.http.broker;

import io.cistern.application.port.BrokerEndpoint.Running;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.net.URI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** One listener of Jetty's: HTTP/1.1, each request on a virtual thread, paths as they were sent. */
final class JettyListener implements Running {
  /** Two of them accept and select; requests run on virtual threads. */
  private static final int PLATFORM_THREADS = 16;

  /** Longer than any client of ours waits for a byte, so that an idle connection ends at the client's end. */
  private static final long IDLE_MILLIS = 300_000;

  private final Server server;
  private final ServerConnector connector;
  private final StopLatch stop;
  private final AccessLog log;
  private final String address;

  private JettyListener(Server server, ServerConnector connector, StopLatch stop, AccessLog log, String address) {
    this.server = server;
    this.connector = connector;
    this.stop = stop;
    this.log = log;
    this.address = address;
  }

  static JettyListener open(BrokerConfig config, BrokerHandler handler, StopLatch stop, AccessLog log) {
    QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS);
    threads.setName("cistern-broker");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setUriCompliance(UriCompliance.UNSAFE);
    // The cache takes header lines that differ only in case for one another, tokens included.
    http.setHeaderCacheSize(0);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(config.address());
    connector.setPort(config.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(handler);
    server.setErrorHandler(new ContractErrors());
    server.setStopTimeout(0);
    try {
      server.start();
    } catch (Exception e) {
      JettyListener half = new JettyListener(server, connector, stop, log, config.address());
      half.close();
      throw new CisternException(
          new Failure.Usage("cannot listen on " + config.address() + ":" + config.port() + ": " + reason(e)), e);
    }
    return new JettyListener(server, connector, stop, log, config.address());
  }

  /** The system's own words, which the server puts under its own. */
  private static String reason(Exception e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null || cause.getMessage() == null ? e.getMessage() : cause.getMessage());
  }

  @Override
  public URI baseUrl() {
    String host = address.contains(":") ? "[" + address + "]" : address;
    return URI.create("http://" + host + ":" + port());
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  /** Requests that wait for a fault are let go first, so that stopping waits for none. */
  @Override
  public void close() {
    stop.stop();
    try {
      server.stop();
    } catch (Exception e) {
      throw new CisternException(new Failure.LocalIo(address, "stop listening: " + e.getMessage()), e);
    } finally {
      log.close();
    }
  }
}
