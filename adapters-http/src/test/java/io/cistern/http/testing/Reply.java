package io.cistern.http.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** What a {@link ScriptedBroker} does with a request; true when the connection goes on. */
public interface Reply {
  /**
   * Answers.
   *
   * @param closed opens when the broker closes
   */
  boolean send(Socket socket, CountDownLatch closed) throws IOException, InterruptedException;

  /** Writes a body piece by piece. */
  interface Body {
    void write(OutputStream out) throws IOException;
  }

  /** 200 with JSON. */
  static Reply json(String body) {
    return status(200, body);
  }

  /** Any status with JSON, and headers as name, value, name, value. */
  static Reply status(int status, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return (socket, closed) -> {
      socket.getOutputStream().write(head(status, bytes.length, headers));
      socket.getOutputStream().write(bytes);
      return true;
    };
  }

  /** 200, compressed. */
  static Reply gzip(byte[] body) {
    byte[] compressed = gzipped(out -> out.write(body));
    return (socket, closed) -> {
      socket.getOutputStream().write(head(200, compressed.length, "Content-Encoding", "gzip"));
      socket.getOutputStream().write(compressed);
      return true;
    };
  }

  /** 200, chunked, as large as the writer makes it. */
  static Reply streamed(Body body, String... headers) {
    return (socket, closed) -> {
      OutputStream out = socket.getOutputStream();
      out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n" + lines(headers)
          + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      body.write(new Chunks(out));
      out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      return true;
    };
  }

  /** Exactly these bytes, then the end of the connection. */
  static Reply raw(String bytes) {
    return (socket, closed) -> {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return false;
    };
  }

  /** Announces the whole body, sends a part, ends the connection. */
  static Reply truncated(String body, int sent) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return (socket, closed) -> {
      socket.getOutputStream().write(head(200, bytes.length));
      socket.getOutputStream().write(bytes, 0, sent);
      return false;
    };
  }

  /** Sends a part and resets the connection. */
  static Reply reset(String body, int sent) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return (socket, closed) -> {
      socket.getOutputStream().write(head(200, bytes.length));
      socket.getOutputStream().write(bytes, 0, sent);
      socket.getOutputStream().flush();
      socket.setSoLinger(true, 0);
      return false;
    };
  }

  /** Sends a part, and then nothing until the broker closes. */
  static Reply stalled(String body, int sent) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return (socket, closed) -> {
      socket.getOutputStream().write(head(200, bytes.length));
      socket.getOutputStream().write(bytes, 0, sent);
      closed.await();
      return false;
    };
  }

  /** Sends nothing until the broker closes. */
  static Reply hang() {
    return (socket, closed) -> {
      closed.await();
      return false;
    };
  }

  /** Sends a blank every few milliseconds for ever: never silent, never done. */
  static Reply trickle() {
    return (socket, closed) -> {
      OutputStream out = socket.getOutputStream();
      out.write(head(200, Integer.MAX_VALUE));
      while (!closed.await(2, TimeUnit.MILLISECONDS)) {
        out.write(' ');
        out.flush();
      }
      return false;
    };
  }

  /** Compresses what the writer makes. */
  static byte[] gzipped(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      body.write(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] head(int status, long length, String... headers) {
    return ("HTTP/1.1 " + status + " Said\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n"
        + lines(headers) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String lines(String... headers) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      named.put(headers[i], headers[i + 1]);
    }
    StringBuilder lines = new StringBuilder();
    named.forEach((name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
    return lines.toString();
  }

  /** Frames each write as a chunk. */
  final class Chunks extends OutputStream {
    private final OutputStream out;

    Chunks(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > 0) {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes, offset, length);
        out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }
}
