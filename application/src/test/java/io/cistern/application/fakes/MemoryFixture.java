package io.cistern.application.fakes;

import io.cistern.application.contract.MirrorFixture;
import io.cistern.application.port.CommitLog;
import io.cistern.application.port.Compactor;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.Staging;
import io.cistern.application.port.Trash;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.ManualClock;
import java.util.Optional;

/** The mirror in memory, up for examination. */
record MemoryFixture(InMemoryMirror mirror) implements MirrorFixture {
  static MirrorFixture fresh() {
    return new MemoryFixture(new InMemoryMirror(new ManualClock()));
  }

  @Override
  public Trash trash() {
    return mirror.trash();
  }

  @Override
  public MirrorLock lock() {
    return mirror.lock();
  }

  @Override
  public CommitLog log() {
    return mirror.log();
  }

  @Override
  public Manifest manifest() {
    return mirror.manifest();
  }

  @Override
  public Staging staging() {
    return mirror.staging();
  }

  @Override
  public WorkingTree tree() {
    return mirror.tree();
  }

  @Override
  public MirrorReader reader() {
    return mirror.reader();
  }

  @Override
  public Compactor compactor() {
    return mirror.compactor();
  }

  @Override
  public MirrorFixture another() {
    return new MemoryFixture(mirror.another());
  }

  @Override
  public void personWrites(String path, String text) {
    mirror.personWrites(path, text);
  }

  @Override
  public void personRemoves(String path) {
    mirror.personRemoves(path);
  }

  @Override
  public void personPutsNoFile(String path) {
    mirror.personPuts(path, "symbolic link");
  }

  @Override
  public Optional<String> visible(String path) {
    return mirror.visible(path);
  }

  @Override
  public void close() {
    mirror.staging().close();
  }
}
