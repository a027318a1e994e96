package io.cistern.http.wire;

import io.cistern.domain.probe.Window;
import java.util.List;
import java.util.Optional;

/** What a broker says that an account has left. */
public record ReceivedUsage(Optional<String> account, Optional<String> plan, List<Window> windows) {
  public ReceivedUsage {
    windows = List.copyOf(windows);
  }
}
