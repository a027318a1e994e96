package io.cistern.it.benchmark;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.http.broker.chaos.ChaosSpec;
import io.cistern.http.client.HttpRemote;
import io.cistern.http.client.TokenSource;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A mirror in a temporary directory, over a broker in this process that behaves as a specification says. */
final class MeasuredMirror implements AutoCloseable {
  private final Path directory;
  private final LocalBroker broker;
  private final FileMirror files;
  private final RemoteWorkspace remote;
  private final Mirror mirror;

  private MeasuredMirror(Path directory, LocalBroker broker, FileMirror files, RemoteWorkspace remote) {
    this.directory = directory;
    this.broker = broker;
    this.files = files;
    this.remote = remote;
    this.mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS);
  }

  /** Names are complete when this returns. */
  static MeasuredMirror of(int count, int bytes, String chaos) throws IOException {
    Path directory = Files.createTempDirectory("cistern-bench");
    Path workspace = Files.createDirectories(directory.resolve("workspace"));
    for (int i = 0; i < count; i++) {
      Files.writeString(workspace.resolve(name(i).substring(1)), ("file " + i + "\n").repeat(1 + bytes / 8));
    }
    LocalBroker broker = LocalBroker.over(workspace, directory.resolve("state"), ChaosSpec.parse(chaos));
    FileMirror files = FileMirror.create(
        Files.createDirectories(directory.resolve("mirror")), baseUrl(broker),
        WorkspaceId.parse("ws_test").orElseThrow(), "/", MirrorHost.system("bench"));
    RemoteWorkspace remote =
        HttpRemote.connect(broker.workspace(), TokenSource.file(broker.tokenFile()), files.parts().spool());
    MeasuredMirror measured = new MeasuredMirror(directory, broker, files, remote);
    measured.mirror.pullNames();
    return measured;
  }

  /** As the mirror keeps it. */
  static String baseUrl(LocalBroker broker) {
    return "http://" + broker.workspace().getAuthority();
  }

  static String name(int number) {
    return "/f%05d".formatted(number);
  }

  Mirror mirror() {
    return mirror;
  }

  LocalBroker broker() {
    return broker;
  }

  Path root() {
    return directory.resolve("mirror");
  }

  @Override
  public void close() {
    mirror.close();
    remote.close();
    files.close();
    broker.close();
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
