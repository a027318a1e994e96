package io.cistern.fs.tree;

import io.cistern.application.port.WorkingTree.Switch;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.PublishTable;
import io.cistern.domain.publish.PublishTable.Staged;
import io.cistern.domain.publish.PublishTable.Step;
import io.cistern.domain.publish.PublishTable.Visible;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.layout.MirrorLayout;
import java.util.List;
import java.util.Optional;

/**
 * Switches one name: looks, asks the table, does the one step it says, and looks again until the table has no further
 * step. Never overwrites or unlinks a visible name.
 */
final class Switching {
  /** Each round past the second is a person acting between a look and a step; who is that quick keeps the name. */
  private static final int ROUNDS = 16;

  private static final int OTHERS = 077;

  private final Disk disk;
  private final VisibleDirectories directories;
  private final Moving moving;
  private final Looks looks;
  private final int fileMode;

  Switching(Disk disk, VisibleDirectories directories, int fileMode) {
    this.disk = disk;
    this.directories = directories;
    this.moving = new Moving(disk);
    this.looks = new Looks(disk);
    this.fileMode = fileMode;
  }

  /** A name that the system does not let us switch is yielded: one closed directory must not stop all others. */
  Switch.Result publish(Sequence at, int index, Publication publication) throws DiskException {
    String trash = MirrorLayout.trash(at, index);
    try {
      return switched(publication, trash);
    } catch (DiskException refused) {
      if (refused.kind() == DiskException.Kind.NO_ACCESS) {
        return refused(publication, trash, refused);
      }
      throw refused;
    }
  }

  /**
   * What may have been refused is the look behind a step that was done. Called a yield, it would be no change that can be
   * taken back, and what it displaced would go with what is only staged.
   */
  private Switch.Result refused(Publication publication, String trash, DiskException refusal) throws DiskException {
    boolean trashed = disk.look(trash).isPresent();
    boolean happened = switch (publication.target()) {
      case Target.Placeholder() -> false;
      case Target.Nothing() -> trashed;
      case Target.MovedTo(WorkspacePath destination) -> trashed || moving.arrived(publication.path(), destination);
      case Target.MovedFrom(WorkspacePath source, Expected.Content _) -> moving.arrived(source, publication.path());
      case Target.Bytes(StagedContent staged) -> looks.stagedIs(staged, Optional.empty()) != Staged.NEW_BYTES;
      case Target.Dehydrated(StagedContent staged) -> looks.stagedIs(staged, Optional.empty()) != Staged.NEW_BYTES;
    };
    if (trashed && !happened) {
      throw refusal; // the old file is out of the way and the new one not in its place: whoever comes next goes on
    }
    return happened ? Switch.Result.SWITCHED : Switch.Result.YIELDED;
  }

  private Switch.Result switched(Publication publication, String trash) throws DiskException {
    Switch.Result settled = Switch.Result.ALREADY_THERE;
    for (int round = 0; round < ROUNDS; round++) {
      Step step = next(publication, trash);
      switch (step) {
        case YIELD -> {
          return Switch.Result.YIELDED;
        }
        case SETTLE -> {
          return Switch.Result.SWITCHED;
        }
        case NOTHING_TO_DO -> {
          return settled;
        }
        case EXCHANGE, LINK, CREATE, MOVE_TO_TRASH, MOVE, LINK_SOURCE -> {
          if (done(step, publication, trash)) {
            settled = Switch.Result.SWITCHED;
          }
        }
      }
    }
    return Switch.Result.YIELDED;
  }

  private Step next(Publication publication, String trash) throws DiskException {
    String name = publication.path().relative();
    Optional<FileFacts> visible;
    try {
      visible = disk.look(name);
    } catch (DiskException refused) {
      if (refused.kind() == DiskException.Kind.NOT_A_DIRECTORY) {
        return nextWhereNoNameCanBe(publication);
      }
      throw refused;
    }
    return switch (publication.target()) {
      case Target.Placeholder() -> PublishTable.forPlaceholder(Looks.placeholderIs(visible));
      case Target.Nothing() -> PublishTable.forNothing(
          looks.expectedIs(publication.expected(), name, visible), looks.trashIs(publication.expected(), trash));
      case Target.Bytes(StagedContent staged) -> PublishTable.forBytes(
          publication.expected() instanceof Expected.Absent,
          looks.stagedIs(staged, visible),
          looks.visibleIs(publication.expected(), staged, name, visible),
          looks.trashIs(publication.expected(), trash),
          disk.canExchange());
      case Target.Dehydrated(StagedContent staged) -> PublishTable.forDehydrated(
          looks.stagedIs(staged, visible),
          visible.filter(PlaceholderForm::has).isPresent()
              ? Visible.NEW_BYTES
              : looks.expectedIs(publication.expected(), name, visible),
          looks.trashIs(publication.expected(), trash),
          disk.canExchange());
      // A file system that exchanges two names renames without replacing, too: it is the same call of the system.
      case Target.MovedFrom(WorkspacePath source, Expected.Content content) -> PublishTable.forMovedFrom(
          moving.sourceIs(content, source), moving.destinationIs(content, source, publication.path()),
          disk.canExchange());
      case Target.MovedTo(WorkspacePath destination) -> PublishTable.forMovedTo(
          moving.sourceIs(content(publication), publication.path()),
          moving.destinationIs(content(publication), publication.path(), destination),
          looks.trashIs(publication.expected(), trash));
    };
  }

  /** A person put something that is no directory on the way; what was exchanged before that is still to be settled. */
  private Step nextWhereNoNameCanBe(Publication publication) throws DiskException {
    Optional<StagedContent> staged = publication.target().stagedFile();
    boolean exchanged = staged.isPresent() && looks.stagedIs(staged.get(), Optional.empty()) != Staged.NEW_BYTES;
    return exchanged ? Step.SETTLE : Step.YIELD;
  }

  /** Does the step; false when the name changed under it, so that the next look decides. */
  private boolean done(Step step, Publication publication, String trash) throws DiskException {
    String name = publication.path().relative();
    try {
      switch (step) {
        case CREATE -> create(name);
        case LINK -> link(staged(publication), name);
        case EXCHANGE -> exchange(staged(publication), name);
        case MOVE_TO_TRASH -> moveToTrash(publication, name, trash);
        case MOVE -> move(publication, name);
        case LINK_SOURCE -> linkSource(publication, name);
        case SETTLE, NOTHING_TO_DO, YIELD -> throw new IllegalArgumentException(step.name());
      }
      return true;
    } catch (DiskException changed) {
      if (changedMeanwhile(changed)) {
        return false;
      }
      throw changed;
    }
  }

  private void create(String name) throws DiskException {
    directories.makeParents(name);
    disk.create(name).close();
    disk.setMode(name, fileMode);
  }

  private void link(StagedContent staged, String name) throws DiskException {
    directories.makeParents(name);
    disk.link(staged.name(), name);
  }

  private void exchange(StagedContent staged, String name) throws DiskException {
    int visible = disk.look(name).map(FileFacts::mode).orElse(fileMode);
    int own = disk.look(staged.name()).map(FileFacts::mode).orElse(visible);
    int mode = modeAfter(own, visible);
    if (own != mode) {
      disk.setMode(staged.name(), mode);
    }
    disk.exchange(staged.name(), name);
  }

  /** A mode that a person gave is kept, unless the new file brings its own; what one hides from others stays so. */
  private int modeAfter(int own, int visible) {
    if (own == fileMode) {
      return visible;
    }
    return (visible & OTHERS) == 0 ? own & ~OTHERS : own;
  }

  /**
   * Before new content takes the name, the old one's place in trash is forced: a cut must not keep only the second. Before
   * the old name of a move goes, the new one is forced with every directory on the way to it, for the same reason; whoever
   * linked it may have died before that, so this is not the business of the link.
   */
  private void moveToTrash(Publication publication, String name, String trash) throws DiskException {
    if (publication.target() instanceof Target.MovedTo(WorkspacePath destination)) {
      directories.force(List.of(destination));
    }
    disk.rename(name, trash);
    if (publication.target().stagedFile().isPresent()) {
      disk.forceDirectory(MirrorLayout.TRASH);
    }
  }

  private void move(Publication publication, String name) throws DiskException {
    directories.makeWay(name);
    disk.rename(source(publication), name);
  }

  private void linkSource(Publication publication, String name) throws DiskException {
    directories.makeParents(name);
    disk.link(source(publication), name);
  }

  private static StagedContent staged(Publication publication) {
    return publication.target().stagedFile()
        .orElseThrow(() -> new IllegalArgumentException("nothing is staged for it"));
  }

  private static String source(Publication publication) {
    return switch (publication.target()) {
      case Target.MovedFrom(WorkspacePath source, var _) -> source.relative();
      case Target.Placeholder _, Target.Nothing _,Target.Bytes _, Target.Dehydrated _,Target.MovedTo _ ->
        throw new IllegalArgumentException("nothing is moved to it");
    };
  }

  private static Expected.Content content(Publication publication) {
    return switch (publication.expected()) {
      case Expected.Content content -> content;
      case Expected.Absent _, Expected.Placeholder _ -> throw new IllegalArgumentException("no content to be moved");
    };
  }

  private static boolean changedMeanwhile(DiskException failed) {
    return switch (failed.kind()) {
      case NOT_FOUND, EXISTS, NOT_A_DIRECTORY, NOT_A_FILE, NOT_EMPTY -> true;
      case NO_SPACE, NO_ACCESS, NAME_TOO_LONG, TOO_MANY_OPEN, TAINTED, OTHER -> false;
    };
  }
}
