package io.cistern.http.broker;

import io.cistern.http.broker.chaos.Faults;
import io.cistern.http.broker.chaos.Waiting;
import java.io.OutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/** Jetty's way back, with everything that cuts or slows a body. One thread. */
final class JettyWire implements Wire {
  private final Response response;
  private final Faults faults;
  private final Faults.Line line;
  private final Waiting waiting;

  JettyWire(Response response, Faults faults, Faults.Line line, Waiting waiting) {
    this.response = response;
    this.faults = faults;
    this.line = line;
    this.waiting = waiting;
  }

  @Override
  public void header(String name, String value) {
    response.getHeaders().put(name, value);
  }

  @Override
  public OutputStream begin(int status, String contentType) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    OutputStream wire = faults.dropsAnswer() ? OutputStream.nullOutputStream() : Content.Sink.asOutputStream(response);
    return faults.around(wire, line, waiting);
  }
}
