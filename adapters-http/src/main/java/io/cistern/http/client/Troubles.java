package io.cistern.http.client;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.http.wire.BrokenAnswer;
import io.cistern.http.wire.PlainText;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;

/** What a connection that failed, or an answer that broke, means. */
final class Troubles {
  private Troubles() {}

  /**
   * A failure, understood.
   *
   * @param again whether asking again may help
   */
  record Trouble(Failure failure, boolean again) {}

  static Trouble of(IOException e, Call call) {
    return switch (e) {
      case Transport.DeadlinePassed _ -> new Trouble(call.timedOut().failure(), false);
      case Transport.RemoteClosed _ -> new Trouble(
          new Failure.Interrupted(call.doing() + ": the connection to the broker was closed"), false);
      case BrokenAnswer broken -> broken(call, said(broken), broken.kind() == BrokenAnswer.Kind.TRUNCATED);
      case MessageConstraintException _ -> broken(call, "over the limit: head of the answer", false);
      case ClientProtocolException _ -> broken(call, "what " + call.origin() + " answers is not HTTP", false);
      case MalformedChunkCodingException _ -> broken(call, "the answer ends too early", true);
      case ConnectionClosedException _ -> broken(call, "the answer ends too early", true);
      case ConnectTimeoutException _ -> unavailable(
          call, "no connection to " + call.origin() + " within the time allowed", true);
      case SocketTimeoutException _ -> new Trouble(
          call.failure(RemoteCode.REMOTE_TIMEOUT, "the broker fell silent"), true);
      case UnknownHostException _ -> unavailable(call, "the host name " + call.uri().getHost() + " is not known", true);
      case SSLHandshakeException _, SSLPeerUnverifiedException _ -> unavailable(call, noTls(call, e), false);
      case SSLException _ -> unavailable(call, noTls(call, e), true);
      default -> unavailable(call, said(e), true);
    };
  }

  private static Trouble broken(Call call, String why, boolean again) {
    return new Trouble(call.failure(RemoteCode.REMOTE_BROKEN_ANSWER, why), again);
  }

  private static Trouble unavailable(Call call, String why, boolean again) {
    return new Trouble(call.failure(RemoteCode.REMOTE_UNAVAILABLE, why), again);
  }

  private static String noTls(Call call, IOException e) {
    return "no TLS connection to " + call.origin() + ": " + said(e);
  }

  private static String said(IOException e) {
    String message = Optional.ofNullable(e.getMessage()).orElse("");
    return PlainText.of(message.isEmpty() ? e.getClass().getSimpleName() : message, 300);
  }
}
