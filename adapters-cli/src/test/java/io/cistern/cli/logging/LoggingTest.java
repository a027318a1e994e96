package io.cistern.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

final class LoggingTest {
  private final List<String> lines = new ArrayList<>();
  private final Logger ours = LoggerFactory.getLogger("io.cistern.application.clone.TreePull");
  private final Logger library = LoggerFactory.getLogger("org.apache.hc.client5.http.headers");

  @Test
  void aLineTellsWhenHowBadAndWhere() {
    start(Level.INFO, false);
    ours.info("page files={} next={}", 3, "c\u001b[2J\nx");
    assertThat(lines).containsExactly("2026-11-20T17:40:11Z INFO TreePull page files=3 next=c\\u001b[2J\\u000ax");
  }

  @Test
  void jsonLinesAreOneObjectEach() {
    start(Level.INFO, true);
    ours.warn("slow", new IllegalStateException("why"));
    assertThat(lines).containsExactly("{\"time\":\"2026-11-20T17:40:11Z\",\"level\":\"WARN\",\"logger\":\"TreePull\","
        + "\"message\":\"slow\",\"cause\":\"java.lang.IllegalStateException: why\"}");
  }

  @Test
  void librariesNeverTellWhatTheySend() {
    start(Level.DEBUG, false);
    library.debug("Authorization: Bearer secret");
    library.info("Authorization: Bearer secret");
    ours.debug("ours");
    assertThat(lines).hasSize(1).first().asString().endsWith("ours");
    assertThat(library.isDebugEnabled()).isFalse();
  }

  @Test
  void quietLeavesErrorsOnly() {
    start(Level.ERROR, false);
    ours.warn("no");
    library.warn("no");
    library.error("yes");
    assertThat(lines).hasSize(1);
  }

  private void start(Level level, boolean json) {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-20T17:40:11Z"));
    Logging.start(new LogSink(level, json, clock, lines::add));
  }
}
