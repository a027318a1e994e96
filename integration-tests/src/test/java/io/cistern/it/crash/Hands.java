package io.cistern.it.crash;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorParts;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.MoveFiles;
import io.cistern.application.mutate.RemoveFiles;
import io.cistern.application.mutate.Undo;
import io.cistern.application.mutate.add.AddFiles;

import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.mutate.add.AddRoot;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.port.Progress;
import io.cistern.application.testing.FakeRemote;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.MemorySource;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.sync.MassRemoval;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.testing.SimDisk;
import java.util.List;
import java.util.Optional;

/** A process that can do every verb, one file at a time, on a simulated disk. */
final class Hands {
  private final SimMirror inside;
  private final Mirror mirror;

  private Hands(SimMirror inside, Mirror mirror) {
    this.inside = inside;
    this.mirror = mirror;
  }

  static Hands open(SimDisk disk, String process, Outfit outfit, FakeRemote remote, Workspace workspace) {
    SimMirror inside = SimMirror.open(disk, process, outfit);
    return new Hands(inside, new Mirror(inside.parts(), remote, workspace.settings()));
  }

  SimMirror inside() {
    return inside;
  }

  Mirror mirror() {
    return mirror;
  }

  void hydrate() {
    mirror.hydrate(new Selection.Everything(), _ -> {});
  }

  void open(String path) {
    mirror.open(List.of(WorkspacePath.parse(path).orElseThrow()));
  }

  void verify() {
    mirror.verify(_ -> {});
  }

  void add(String path, String text) {
    MirrorParts parts = inside.parts();
    ChangeParts needed = new ChangeParts(
        parts.manifest(), parts.identity(), parts.tree(), parts.staging(), parts.spool(), parts.clock(),
        parts.pauses());
    MemorySource source = new MemorySource(new ManualClock()).file(path.substring(1), text);
    new AddFiles(inside.commits(), needed, new AddSettings(1)).add(
        AddRequest.of(List.of(new AddRoot(source, "", "", false))), _ -> {}, Progress.silent(), new StopSignal());
  }

  void remove(String path) {
    new RemoveFiles(inside.commits(), inside.parts().manifest(), inside.parts().tree(), MassRemoval.DEFAULT)
        .remove(List.of(path), Optional.empty(), new StopSignal());
  }

  void move(String from, String to) {
    new MoveFiles(inside.commits(), inside.parts().manifest(), inside.parts().tree()).move(from, to, new StopSignal());
  }

  void undo() {
    MirrorParts parts = inside.parts();
    new Undo(
        inside.commits(), parts.manifest(), parts.history(), parts.tree(), parts.staging(), parts.trash(),
        parts.clock()).undo(Optional.empty());
  }
}
