package io.cistern.cli.wiring;

import io.cistern.application.MirrorParts;
import io.cistern.application.commit.Commits;
import io.cistern.application.inspect.LocalChanges;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.MoveFiles;
import io.cistern.application.mutate.RemoveFiles;
import io.cistern.application.mutate.TidyTrash;
import io.cistern.application.mutate.Undo;
import io.cistern.application.mutate.add.AddFiles;
import io.cistern.application.port.Manifest;
import io.cistern.cli.settings.SettingKeys;
import io.cistern.cli.settings.Settings;

/**
 * The verbs that change a mirror and ask nobody. Planning sees the mirror as a reader does, without a lock and without
 * catching up.
 */
public final class LocalVerbs {
  private final MirrorParts parts;
  private final Commits commits;
  private final Settings settings;

  LocalVerbs(MirrorParts parts, Commits commits, Settings settings) {
    this.parts = parts;
    this.commits = commits;
    this.settings = settings;
  }

  /** The verb {@code add}. */
  public AddFiles adding() {
    return adding(parts.manifest());
  }

  /** As above, to plan only. */
  public AddFiles planningAdd() {
    return adding(readManifest());
  }

  /** The verb {@code rm}. */
  public RemoveFiles removing() {
    return removing(parts.manifest());
  }

  /** As above, to plan only. */
  public RemoveFiles planningRemoval() {
    return removing(readManifest());
  }

  /** The verb {@code mv}. */
  public MoveFiles moving() {
    return new MoveFiles(commits, parts.manifest(), parts.tree());
  }

  /** As above, to plan only. */
  public MoveFiles planningMove() {
    return new MoveFiles(commits, readManifest(), parts.tree());
  }

  /** The verb {@code undo}. */
  public Undo undoing() {
    return undoing(parts.manifest());
  }

  /** As above, to plan only. */
  public Undo planningUndo() {
    return undoing(readManifest());
  }

  /** What every verb that fills trash does when it ends. */
  public TidyTrash tidying() {
    return new TidyTrash(commits, parts.trash(), Policies.trash(settings), parts.clock());
  }

  /** The verb {@code diff}. */
  public LocalChanges changes() {
    return new LocalChanges(parts.reader(), commits, parts.tree());
  }

  private AddFiles adding(Manifest manifest) {
    ChangeParts needed = new ChangeParts(
        manifest, parts.identity(), parts.tree(), parts.staging(), parts.spool(), parts.clock(), parts.pauses());
    return new AddFiles(commits, needed, Policies.add(settings));
  }

  private RemoveFiles removing(Manifest manifest) {
    return new RemoveFiles(commits, manifest, parts.tree(), settings.get(SettingKeys.RM_MASS));
  }

  private Undo undoing(Manifest manifest) {
    return new Undo(
        commits, manifest, parts.history(), parts.tree(), parts.staging(), parts.trash(), parts.clock());
  }

  private Manifest readManifest() {
    return parts.reader().read().manifest();
  }
}
