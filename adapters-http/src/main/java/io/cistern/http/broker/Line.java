package io.cistern.http.broker;

import io.cistern.http.broker.chaos.Faults;
import java.io.IOException;
import java.net.StandardSocketOptions;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;

/** The connection of a request, to be ended against all manners. */
final class Line implements Faults.Line {
  private final EndPoint endPoint;

  Line(Request request) {
    this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
  }

  /** A socket that is closed with no time to linger sends a reset instead of an end. */
  @Override
  public void reset() {
    if (endPoint instanceof SocketChannelEndPoint socket) {
      try {
        socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.getChannel().close();
      } catch (IOException e) {
        endPoint.close(e);
      }
    }
    endPoint.close();
  }

  void close() {
    endPoint.close();
  }
}
