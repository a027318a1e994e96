package io.cistern.it.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingExampleIT {
  @TempDir
  Path temporary;

  @Test
  void anEmbedderMirrorsAWorkspaceAndReadsAFileInAFewLines() throws IOException {
    Path served = Files.createDirectories(temporary.resolve("served/docs")).getParent();
    Files.writeString(served.resolve("docs/plan.txt"), "the plan");
    Files.writeString(served.resolve("README.md"), "# hello");
    Files.createFile(served.resolve("empty"));
    Path mirror = Files.createDirectory(temporary.resolve("mirror"));
    try (LocalBroker broker = LocalBroker.over(served, temporary.resolve("state"))) {
      String text = EmbeddingExample.firstLines(
          broker.workspace().resolve("/"), WorkspaceId.parse("ws_test").orElseThrow(), broker.tokenFile(), mirror);

      assertThat(text).isEqualTo("the plan");
      assertThat(mirror.resolve("README.md")).hasContent("# hello");
      assertThat(mirror.resolve("docs/plan.txt")).hasContent("the plan");
      assertThat(mirror.resolve("empty")).isEmptyFile();
      assertThat(broker.requests()).noneMatch(line -> line.contains("/empty"));
    }
  }
}
