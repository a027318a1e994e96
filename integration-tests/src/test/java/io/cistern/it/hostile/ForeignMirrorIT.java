package io.cistern.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.cli.output.ExitCode;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.SystemDisk;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.http.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignMirrorIT {
  private static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws_test").orElseThrow();
  private static final int SOMEBODY = 54321;
  private static final List<String> VERBS = List.of("hydrate", "open /a", "status", "ls", "verify", "explain /a");

  @TempDir
  Path temporary;

  private final LyingBroker broker = new LyingBroker().holds("/a", "text");
  private Path root;
  private Path marker;
  private Terminal terminal;

  @BeforeEach
  void settle() throws IOException {
    root = Files.createDirectory(temporary.resolve("mirror"));
    marker = temporary.resolve("a-command-ran");
    terminal = new Terminal(Files.createDirectory(temporary.resolve("home")));
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void aMirrorOfAnotherUserIsRefusedBeforeAnythingOfItIsRead() {
    create(root);
    demandRefusalAtTheDisk();
  }

  /** What can be tried without being root, who alone can give files away: the disk says who we are. */
  private void demandRefusalAtTheDisk() {
    Map<String, String> before = Outside.contents(root, Optional.empty());
    Set<String> steps = ConcurrentHashMap.newKeySet();

    assertThat(GuardedMirror.failure(() -> FileMirror.over(foreign(root, steps), root, MirrorHost.system("test"))))
        .isInstanceOf(Failure.ForeignOwner.class);

    assertThat(steps).isSubsetOf("look", "user");
    assertThat(Outside.contents(root, Optional.empty())).isEqualTo(before);
  }

  @Test
  void noVerbSpeaksToTheBrokerOfAMirrorOfAnotherUser() throws IOException {
    create(root);
    if (!givenAway(root.resolve(".cistern"))) {
      demandRefusalAtTheDisk();
      return;
    }
    Map<String, String> before = Outside.contents(root, Optional.empty());
    terminal.with("CISTERN_TOKEN", GuardedMirror.TOKEN);
    for (String verb : VERBS) {
      assertThat(terminal.run(root, verb.split(" ", -1))).as(verb).isEqualTo(ExitCode.STOPPED_FOR_SAFETY);
      assertThat(terminal.err()).contains("belongs to");
    }
    String command = "touch " + marker + " && echo " + GuardedMirror.TOKEN;
    String url = broker.workspace().toString();
    assertThat(terminal.run(root, "clone", url, root.toString(), "--token-command", command))
        .isEqualTo(ExitCode.STOPPED_FOR_SAFETY);
    assertThat(terminal.run(root, "hydrate", "--base-url", broker.address().toString(), "--token-command", command))
        .isEqualTo(ExitCode.STOPPED_FOR_SAFETY);

    assertThat(broker.connections()).isZero();
    assertThat(marker).doesNotExist();
    assertThat(Outside.contents(root, Optional.empty())).isEqualTo(before);
  }

  @Test
  void nothingIsMadeInAControlDirectoryOfAnotherUser() throws IOException {
    Path control = Files.createDirectory(root.resolve(".cistern"));
    if (givenAway(control)) {
      assertThat(GuardedMirror.failure(() -> create(root))).isInstanceOf(Failure.ForeignOwner.class);
    } else {
      demandRefusalAtTheDisk();
    }

    assertThat(control).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "token-command = \"touch MARKER\"", "token-file = \"/etc/passwd\"", "base-url = \"http://127.0.0.1:1\"",
      "[probe]\ncommand = \"touch MARKER\"", "[homes.main]\ntoken = \"x\"", "workspace = \"other\"", "home = \"main\"",
      "broker = \"http://127.0.0.1:1\""})
  void aMirrorsConfigThatNamesWhatOnlyTheUserMayIsRefused(String config) throws IOException {
    create(root);
    Files.writeString(root.resolve(".cistern/config.toml"), config.replace("MARKER", marker.toString()));
    terminal.with("CISTERN_TOKEN", GuardedMirror.TOKEN);

    for (String verb : List.of("hydrate", "open /a", "status", "config list")) {
      assertThat(terminal.run(root, verb.split(" ", -1))).as(verb).isEqualTo(ExitCode.USAGE);
      assertThat(terminal.err()).contains("config.toml").contains("may not name commands, tokens, brokers or homes");
    }

    assertThat(broker.connections()).isZero();
    assertThat(marker).doesNotExist();
  }

  @Test
  void aMirrorWhoseBrokerThisUserNeverNamedGetsNoToken() {
    create(root);
    terminal.with("CISTERN_TOKEN", GuardedMirror.TOKEN);

    assertThat(terminal.run(root, "hydrate")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("--base-url " + broker.address());
    assertThat(broker.connections()).isZero();
  }

  @Test
  void aCopyOfOurOwnMirrorThatNamesAnotherBrokerGetsNoToken() throws IOException {
    try (LyingBroker thief = new LyingBroker().holds("/a", "stolen")) {
      Path token = Files.writeString(temporary.resolve("token"), GuardedMirror.TOKEN);
      Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
      Path mine = temporary.resolve("mine");
      assertThat(terminal.run(
          temporary, "clone", broker.workspace().toString(), mine.toString(), "--token-file", token.toString(),
          "--content", "none")).as(terminal.err()).isZero();
      Path identity = mine.resolve(".cistern/mirror.json");
      Files.writeString(identity, Files.readString(identity)
          .replace(":" + broker.address().getPort(), ":" + thief.address().getPort()));

      assertThat(terminal.run(mine, "hydrate", "/a")).isEqualTo(ExitCode.USAGE);
      assertThat(terminal.run(mine, "clone", thief.workspace().toString(), mine.toString())).isNotZero();

      assertThat(thief.connections()).isZero();
      assertThat(mine.resolve("a")).isEmptyFile();
    }
  }

  @Test
  void aControlDirectoryThatIsALinkIsNoMirrorAndNothingIsMadeBehindIt() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    create(elsewhere);
    Map<String, String> before = Outside.contents(elsewhere, Optional.empty());
    Files.createSymbolicLink(root.resolve(".cistern"), elsewhere.resolve(".cistern"));

    assertThat(GuardedMirror.failure(() -> FileMirror.open(root, MirrorHost.system("test")).close())).isNotNull();
    assertThat(GuardedMirror.failure(() -> create(root))).isNotNull();
    assertThat(FileMirror.isMirror(root)).isFalse();
    terminal.with("CISTERN_TOKEN", GuardedMirror.TOKEN);
    for (String verb : VERBS) {
      assertThat(terminal.run(root, Stream.concat(Stream.of("-C", root.toString()), Stream.of(verb.split(" ", -1)))
          .toArray(String[]::new))).as(verb).isEqualTo(ExitCode.NO_MIRROR);
    }
    assertThat(terminal.run(root, "clone", broker.workspace().toString(), root.toString())).isNotZero();

    assertThat(Outside.contents(elsewhere, Optional.empty())).isEqualTo(before);
    assertThat(broker.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"locks", "staging", "trash", "quarantine", "log"})
  void aPartOfTheControlDirectoryThatIsALinkIsNotFollowed(String part) throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(Files.createDirectory(root.resolve(".cistern")).resolve(part), elsewhere);

    assertThat(GuardedMirror.failure(() -> {
      create(root);
      FileMirror files = FileMirror.open(root, MirrorHost.system("test"));
      try (files) {
        files.parts().staging().open("nothing");
      }
    })).isNotNull();

    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aMirrorOfALaterFormatIsRefusedAndLeftAsItIs() throws IOException {
    create(root);
    Path identity = root.resolve(".cistern/mirror.json");
    Files.writeString(identity, Files.readString(identity).replace("\"format\":1", "\"format\":2"));
    Map<String, String> before = Outside.contents(root, Optional.empty());

    assertThat(GuardedMirror.failure(() -> FileMirror.open(root, MirrorHost.system("test")).close()))
        .isInstanceOfSatisfying(
            Failure.MirrorDamaged.class, damaged -> assertThat(damaged.message()).contains("format 2"));
    assertThat(GuardedMirror.failure(() -> create(root))).isInstanceOf(Failure.MirrorDamaged.class);
    assertThat(terminal.run(root, "status")).isEqualTo(ExitCode.MIRROR_DAMAGED);

    assertThat(Outside.contents(root, Optional.empty())).isEqualTo(before);
  }

  @Test
  void aDirectoryThatBecomesALinkDuringAHydrationLeadsNothingOutside() throws IOException {
    Path place = Files.createDirectory(temporary.resolve("place"));
    broker.holds("/docs/x", "evil").holds("/z", "good");
    try (GuardedMirror mirror = GuardedMirror.of(place, broker.workspace())) {
      mirror.pull();
      Path docs = mirror.root().resolve("docs");
      broker.lies("/docs/x", request -> {
        swap(docs, mirror.root().resolveSibling("a"));
        return Reply.json(Wire.file("/docs/x", "evil"));
      });

      mirror.hydrateAll();

      mirror.demandPeaceOutside();
      assertThat(mirror.states()).containsEntry("/a", PathState.HYDRATED).containsEntry("/z", PathState.HYDRATED);
      assertThat(Files.isSymbolicLink(docs)).isTrue();
      assertThat(mirror.open("/docs/x").toString()).doesNotContain("evil");
    }
  }

  @Test
  void aFileThatBecomesALinkDuringAHydrationIsNotWrittenThrough() throws IOException {
    Path place = Files.createDirectory(temporary.resolve("place"));
    broker.holds("/x", "evil").holds("/z", "good");
    try (GuardedMirror mirror = GuardedMirror.of(place, broker.workspace())) {
      mirror.pull();
      Path file = mirror.root().resolve("x");
      broker.lies("/x", request -> {
        swap(file, mirror.root().resolveSibling("x"));
        return Reply.json(Wire.file("/x", "evil"));
      });

      mirror.hydrateAll();

      mirror.demandPeaceOutside();
      assertThat(Files.isSymbolicLink(file)).isTrue();
      assertThat(mirror.states()).containsEntry("/z", PathState.HYDRATED);
    }
  }

  private void create(Path where) {
    FileMirror.create(where, broker.address().toString(), WORKSPACE, "/", MirrorHost.system("test")).close();
  }

  /** Makes it somebody else's; false where that is not ours to do. */
  private static boolean givenAway(Path path) throws IOException {
    boolean root = Files.getAttribute(path, "unix:uid").equals(0);
    if (root) {
      Files.setAttribute(path, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
    }
    return root;
  }

  /** The disk of a program that somebody else has started. */
  private static Disk foreign(Path root, Set<String> steps) {
    try {
      Disk disk = SystemDisk.open(root);
      return (Disk) Proxy.newProxyInstance(
          Disk.class.getClassLoader(), new Class<?>[]{Disk.class}, (proxy, method, arguments) -> {
            steps.add(method.getName());
            try {
              return method.getName().equals("user") ? SOMEBODY : method.invoke(disk, arguments);
            } catch (InvocationTargetException failed) {
              throw failed.getCause();
            }
          });
    } catch (DiskException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Puts a link in the place of what is there, which moves aside. */
  private static void swap(Path there, Path target) {
    try {
      if (!Files.isSymbolicLink(there)) {
        Files.move(there, there.resolveSibling(there.getFileName() + ".aside"));
        Files.createSymbolicLink(there, target);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
