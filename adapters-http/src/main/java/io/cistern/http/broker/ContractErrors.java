package io.cistern.http.broker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the listener itself refuses, before any handler sees it, in the contract's error shape. */
final class ContractErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String code = status >= 500 ? "internal_error" : status == 404 ? "not_found" : "bad_request";
    String body = "{\"code\":\"" + code + "\",\"message\":\"the request cannot be handled\",\"correlationId\":\"\"}\n";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.JSON);
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}
