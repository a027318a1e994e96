package io.cistern.fs.mirror;

import io.cistern.application.contract.MirrorFixture;
import io.cistern.application.port.CommitLog;
import io.cistern.application.port.Compactor;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.Staging;
import io.cistern.application.port.Trash;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.workspace.WorkspaceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A mirror on a real disk, up for examination. */
record OnDisk(Path root, FileMirror mirror) implements MirrorFixture {
  private static final MirrorHost HOST = MirrorHost.system("test");

  static MirrorFixture fresh(Path root) {
    WorkspaceId workspace = WorkspaceId.parse("ws").orElseThrow();
    return new OnDisk(root, FileMirror.create(root, "http://127.0.0.1:1", workspace, "/", HOST));
  }

  @Override
  public Trash trash() {
    return mirror.parts().trash();
  }

  @Override
  public MirrorLock lock() {
    return mirror.parts().lock();
  }

  @Override
  public CommitLog log() {
    return mirror.parts().log();
  }

  @Override
  public Manifest manifest() {
    return mirror.parts().manifest();
  }

  @Override
  public Staging staging() {
    return mirror.parts().staging();
  }

  @Override
  public WorkingTree tree() {
    return mirror.parts().tree();
  }

  @Override
  public MirrorReader reader() {
    return mirror.parts().reader();
  }

  @Override
  public Compactor compactor() {
    return mirror.parts().compactor();
  }

  @Override
  public MirrorFixture another() {
    return new OnDisk(root, FileMirror.open(root, HOST));
  }

  @Override
  public void personWrites(String path, String text) {
    done(() -> Files.writeString(at(path), text));
  }

  @Override
  public void personRemoves(String path) {
    done(() -> Files.deleteIfExists(at(path)));
  }

  @Override
  public void personPutsNoFile(String path) {
    done(() -> Files.createSymbolicLink(at(path), Path.of("nowhere")));
  }

  @Override
  public Optional<String> visible(String path) {
    return Files.isRegularFile(at(path)) ? Optional.of(done(() -> Files.readString(at(path)))) : Optional.empty();
  }

  @Override
  public void close() {
    mirror.close();
  }

  private Path at(String path) {
    return root.resolve(path.substring(1));
  }

  private interface Act<T> {
    T perform() throws IOException;
  }

  private static <T> T done(Act<T> act) {
    try {
      return act.perform();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
