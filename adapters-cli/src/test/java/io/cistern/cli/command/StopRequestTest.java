package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StopRequestTest {
  private final StopRequest stop = new StopRequest();
  private final List<String> heard = new ArrayList<>();

  @Test
  void whoeverListensHearsOfAStopOnceItIsAskedFor() {
    stop.whenRequested(() -> heard.add("listener"));
    assertThat(heard).isEmpty();

    assertThat(stop.request(143)).isTrue();

    assertThat(heard).containsExactly("listener");
    assertThat(stop.signal().stopped()).isTrue();
    assertThat(stop.exitCode()).isEqualTo(143);
  }

  @Test
  void whoeverListensTooLateHearsAtOnce() {
    stop.request(130);

    stop.whenRequested(() -> heard.add("late"));

    assertThat(heard).containsExactly("late");
  }

  @Test
  void whatListensSeesThatTheStopWasAskedFor() {
    stop.whenRequested(() -> heard.add(Boolean.toString(stop.signal().stopped())));

    stop.request(130);

    assertThat(heard).containsExactly("true");
  }
}
