package io.cistern.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.CloneReport;
import io.cistern.application.inspect.ListedPath;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.health.Severity;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.TokenSource;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror that hears of changes made directly in the directory that is served. */
class PullChangesIT {
  @TempDir
  Path temporary;

  private Path served;
  private Path root;
  private LocalBroker broker;

  @BeforeEach
  void open() throws IOException {
    served = Files.createDirectory(temporary.resolve("served"));
    root = Files.createDirectory(temporary.resolve("mirror"));
    broker = LocalBroker.over(served, temporary.resolve("state"));
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void placeholdersFollowAndCleanFilesAreRefreshed() throws IOException {
    save("placeholder", "one");
    save("hydrated", "one");
    try (Opened mine = new Opened(broker.tokenFile())) {
      mine.pull();
      mine.hydrate("/hydrated");

      save("placeholder", "two, longer");
      save("hydrated", "two, longer");
      save("new/file", "new");
      CloneReport report = mine.pull();

      assertThat(report.counts().created()).isEqualTo(1);
      assertThat(report.counts().updated()).isEqualTo(2);
      assertThat(mine.states()).isEqualTo(Map.of(
          "/placeholder", PathState.PLACEHOLDER, "/hydrated", PathState.HYDRATED, "/new/file", PathState.PLACEHOLDER));
      assertThat(root.resolve("hydrated")).hasContent("two, longer");
      assertThat(root.resolve("placeholder")).isEmptyFile();
      assertThat(root.resolve("new/file")).isEmptyFile();
      mine.hydrate("/placeholder");
      assertThat(root.resolve("placeholder")).hasContent("two, longer");
      assertThat(mine.pull().nothingChanged()).isTrue();
    }
  }

  @Test
  void removalsTakeCleanFilesToTrash() throws IOException {
    save("placeholder", "one");
    save("hydrated", "kept for undo");
    save("stays", "stays");
    try (Opened mine = new Opened(broker.tokenFile())) {
      mine.pull();
      mine.hydrate("/hydrated");

      Files.delete(served.resolve("placeholder"));
      Files.delete(served.resolve("hydrated"));
      CloneReport report = mine.pull();

      assertThat(report.counts().removed()).isEqualTo(2);
      assertThat(mine.states()).isEqualTo(Map.of("/stays", PathState.PLACEHOLDER));
      assertThat(root.resolve("hydrated")).doesNotExist();
      assertThat(root.resolve("placeholder")).doesNotExist();
      assertThat(trash()).contains("kept for undo");
    }
  }

  @Test
  void editsMadeHereStayAndBecomeConflicts() throws IOException {
    save("edited", "one");
    save("edited-placeholder", "one");
    save("edited-and-removed", "one");
    save("other", "other");
    try (Opened mine = new Opened(broker.tokenFile())) {
      mine.pull();
      mine.hydrate("/edited", "/edited-and-removed");
      for (String name : List.of("edited", "edited-placeholder", "edited-and-removed")) {
        Files.writeString(root.resolve(name), "mine, of " + name);
      }

      save("edited", "theirs, longer");
      save("edited-placeholder", "theirs, longer");
      Files.delete(served.resolve("edited-and-removed"));
      save("other", "other, longer");
      mine.pull();
      mine.mirror().hydrate(new Selection.Everything(), item -> {});

      for (String name : List.of("edited", "edited-placeholder", "edited-and-removed")) {
        assertThat(root.resolve(name)).hasContent("mine, of " + name);
      }
      assertThat(mine.states()).containsEntry("/edited", PathState.CONFLICT)
          .containsEntry("/edited-and-removed", PathState.CONFLICT)
          .containsEntry("/other", PathState.HYDRATED);
      assertThat(mine.states().get("/edited-placeholder")).isIn(PathState.CONFLICT, PathState.MODIFIED);
    }
  }

  @Test
  void anEmptyFileThatGetsBytesBecomesTheirs() throws IOException {
    save("file", "");
    try (Opened mine = new Opened(broker.tokenFile())) {
      mine.pull();
      assertThat(mine.states()).isEqualTo(Map.of("/file", PathState.HYDRATED));

      save("file", "no longer empty");
      mine.pull();
      assertThat(root.resolve("file")).hasContent("no longer empty");

      save("file", "");
      mine.pull();
      assertThat(root.resolve("file")).isEmptyFile();
      assertThat(mine.states()).isEqualTo(Map.of("/file", PathState.HYDRATED));
    }
  }

  @Test
  void aFileThatBecomesADirectoryAndBackIsFollowed() throws IOException {
    save("name", "a file");
    try (Opened mine = new Opened(broker.tokenFile())) {
      mine.pull();
      mine.hydrate("/name");

      Files.delete(served.resolve("name"));
      save("name/below", "below");
      mine.pull();
      mine.hydrate("/name");
      assertThat(mine.states()).isEqualTo(Map.of("/name/below", PathState.HYDRATED));
      assertThat(root.resolve("name/below")).hasContent("below");

      Files.delete(served.resolve("name/below"));
      Files.delete(served.resolve("name"));
      save("name", "a file again");
      mine.pull();
      mine.hydrate("/name");
      assertThat(mine.states()).isEqualTo(Map.of("/name", PathState.HYDRATED));
      assertThat(root.resolve("name")).hasContent("a file again");
    }
  }

  @Test
  void aTokenWithoutTheFeedIsServedByListings() throws IOException {
    save("docs/a", "a");
    save("secret", "secret");
    Path token = temporary.resolve("token-for-a-part");
    broker.writeToken(token, "relayfile:fs:read:/docs/**");
    try (Opened mine = new Opened(token, "/docs")) {
      CloneReport report = mine.pull();
      mine.mirror().hydrate(new Selection.Everything(), item -> {});

      assertThat(report.feed()).isFalse();
      assertThat(mine.states()).isEqualTo(Map.of("/docs/a", PathState.HYDRATED));
      assertThat(root.resolve("docs/a")).hasContent("a");
    }
  }

  private void save(String name, String text) throws IOException {
    Files.createDirectories(served.resolve(name).getParent());
    Files.writeString(served.resolve(name), text);
  }

  private List<String> trash() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(".cistern/trash"))) {
      return files.map(PullChangesIT::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A mirror of the served directory; closing it demands that it is sound. */
  private final class Opened implements AutoCloseable {
    private final FileMirror files;
    private final RemoteWorkspace remote;
    private final Mirror mirror;

    private Opened(Path token) {
      this(token, "/");
    }

    private Opened(Path token, String part) {
      files = FileMirror.create(
          root, broker.workspace().resolve("/").toString(), WorkspaceId.parse("ws_test").orElseThrow(), part,
          MirrorHost.system("test"));
      remote = HttpRemote.connect(broker.workspace(), TokenSource.file(token), files.parts().spool());
      mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS);
    }

    private CloneReport pull() {
      broker.looksAgain();
      return mirror.pullNames();
    }

    private Mirror mirror() {
      return mirror;
    }

    private void hydrate(String... names) {
      mirror.hydrate(new Selection.Named(List.of(names)), item -> {});
    }

    private Map<String, PathState> states() {
      Map<String, PathState> states = new TreeMap<>();
      mirror.list("/", true, row -> {
        if (row instanceof ListedPath.File(PathEntry entry, boolean _)) {
          states.put(entry.name(), entry.state());
        }
      });
      assertThat(mirror.status().paths().total()).isEqualTo(states.size());
      return states;
    }

    @Override
    public void close() {
      try {
        assertThat(mirror.verify(finding -> {}).of(Severity.DAMAGE)).isZero();
      } finally {
        mirror.close();
        remote.close();
        files.close();
      }
    }
  }
}
