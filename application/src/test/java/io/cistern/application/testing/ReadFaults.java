package io.cistern.application.testing;

import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How reading single files goes wrong, planted by a test. Safe for use by many threads. */
public final class ReadFaults {
  private final Map<String, Integer> wrongBytes = new HashMap<>();
  private final Map<String, Integer> brokenBodies = new HashMap<>();
  private final Map<String, Failure.RemoteCode> refused = new HashMap<>();
  private final Map<String, Failure.Remote> thrown = new HashMap<>();

  /** The next {@code times} bodies of the path do not have the announced hash. */
  public synchronized void wrongBytes(String path, int times) {
    wrongBytes.put(path, times);
  }

  /** The next {@code times} bodies of the path break off. */
  public synchronized void brokenBody(String path, int times) {
    brokenBodies.put(path, times);
  }

  /** Reading the path is answered with a failure. */
  public synchronized void refuse(String path, Failure.RemoteCode code) {
    refused.put(path, code);
  }

  /** Reading the path throws. */
  public synchronized void throwing(String path, Failure.RemoteCode code) {
    thrown.put(path, failure(path, code));
  }

  /** Reading the path throws, and the remote wants to be left alone for so long. */
  public synchronized void heldBack(String path, Instant until) {
    thrown.put(path, new Failure.Remote(
        Failure.RemoteCode.REMOTE_RATE_LIMITED, Optional.of(path), "planted hold", Optional.of(until)));
  }

  /** All is well again. */
  public synchronized void clear() {
    wrongBytes.clear();
    brokenBodies.clear();
    refused.clear();
    thrown.clear();
  }

  synchronized Optional<ReadOutcome> answer(String path) {
    if (thrown.containsKey(path)) {
      throw new CisternException(thrown.get(path));
    }
    return Optional.ofNullable(refused.get(path)).map(code -> new ReadOutcome.Failed(failure(path, code)));
  }

  synchronized InputStream body(String path, byte[] bytes) {
    if (take(wrongBytes, path)) {
      return new ByteArrayInputStream("something else".getBytes(StandardCharsets.UTF_8));
    }
    if (take(brokenBodies, path)) {
      return new SequenceInputStream(
          new ByteArrayInputStream(bytes, 0, bytes.length / 2), new BrokenStream());
    }
    return new ByteArrayInputStream(bytes);
  }

  private static boolean take(Map<String, Integer> due, String path) {
    int left = due.getOrDefault(path, 0);
    due.put(path, Math.max(0, left - 1));
    return left > 0;
  }

  private static Failure.Remote failure(String path, Failure.RemoteCode code) {
    return new Failure.Remote(code, Optional.of(path), "planted " + code, Optional.empty());
  }
}
