package io.cistern.application.serve;

import io.cistern.application.port.BrokerEndpoint.Running;
import io.cistern.application.port.WorkspaceStore.Skipped;
import java.util.List;

/**
 * A workspace being served.
 *
 * @param files how many were there at the start
 * @param dotFiles how many of them lie under a name that starts with a dot
 * @param skipped what is in the directory and not served
 */
public record Serving(Running running, long files, long dotFiles, List<Skipped> skipped) implements AutoCloseable {
  public Serving {
    skipped = List.copyOf(skipped);
  }

  @Override
  public void close() {
    running.close();
  }
}
