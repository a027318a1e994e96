package io.cistern.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.contract.WorkspaceStoreContract;
import io.cistern.application.port.WorkspaceStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class InMemoryWorkspaceTest extends WorkspaceStoreContract {
  @Override
  protected WorkspaceStore empty() {
    return new InMemoryWorkspace(clock);
  }

  @Test
  void losingItsStateKeepsTheFilesAndCountsFromOneAgain() {
    InMemoryWorkspace workspace = new InMemoryWorkspace(clock);
    workspace.place("/b/y", "old");
    workspace.place("/b/y", "new");
    workspace.place("/a/x", "x");
    workspace.place("/c/z", "z");
    Instant edited = clock.instant();
    clock.advance(Duration.ofHours(1));

    workspace.loseState("/c/z");

    assertThat(workspace.files().keySet()).containsExactly("/a/x", "/b/y");
    assertThat(workspace.find(path("/b/y")).orElseThrow()).satisfies(file -> {
      assertThat(file.revision().value()).isEqualTo("rev_2");
      assertThat(file.hash()).isEqualTo(Hashes.of("new"));
      assertThat(file.editedAt()).isEqualTo(edited);
    });
    assertThat(workspace.changesAfter(0, 10)).extracting(change -> change.event() + " " + change.path())
        .containsExactly("evt_1 /a/x", "evt_2 /b/y");
    assertThat(workspace.directoryAtOrAfter("/b0")).isEmpty();
    assertThat(workspace.filesBelow("/")).isEqualTo(2);
  }
}
