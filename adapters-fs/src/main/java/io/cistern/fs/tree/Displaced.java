package io.cistern.fs.tree;

import io.cistern.application.port.WorkingTree.Switch;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.layout.MirrorLayout;
import java.util.Optional;

/**
 * Looks at what a switch pushed aside, once the switch is durable (flaw F2): what was expected goes to trash or may be
 * dropped, anything else is a person's and is given back.
 *
 * <p>A displaced placeholder is judged while it is out of everybody's reach: if no program holds it open for writing
 * then, none ever will, and it may be dropped; otherwise it goes to trash (flaw F7). So is content that was dehydrated.
 */
final class Displaced {
  private final Disk disk;
  private final VisibleDirectories directories;

  Displaced(Disk disk, VisibleDirectories directories) {
    this.disk = disk;
    this.directories = directories;
  }

  /** What became of a displaced file. */
  sealed interface Fate {
    /** It was the expected one, or there was none. */
    record Expected() implements Fate {}

    /** It was the expected one and lies in trash; durable there only when trash is forced. */
    record Trashed() implements Fate {}

    /** A person's: it has its name, again or still. */
    record GivenBack() implements Fate {}

    /**
     * A person's: it is kept beside its name.
     *
     * @param copy relative to the root
     */
    record KeptBeside(String copy) implements Fate {}
  }

  /** Whether what lies under the name is what the publication expected there. */
  static boolean isExpected(Disk disk, Expected expected, String name, FileFacts facts) throws DiskException {
    return switch (expected) {
      case Expected.Absent() -> false;
      case Expected.Placeholder() -> PlaceholderForm.has(facts);
      case Expected.Content content -> facts.isFile()
          && (proves(content.memo(), facts) || Contents.hash(disk, name).filter(content.hash()::equals).isPresent());
    };
  }

  static boolean proves(Optional<Memo> memo, FileFacts facts) {
    Memo seen = new Memo(facts.inode(), facts.size(), facts.modified(), facts.changed(), false);
    return memo.filter(known -> known.proves(seen)).isPresent();
  }

  /** Settles a switch that happened; durable when it returns, but for {@link Fate.Trashed}. */
  Fate settle(Switch one) throws DiskException {
    boolean whereNothingWas = one.publication().target() instanceof Target.Placeholder
        || one.publication().target() instanceof Target.MovedFrom;
    if (whereNothingWas) {
      return new Fate.Expected(); // nothing can be displaced
    }
    String trash = MirrorLayout.trash(one.at(), one.index());
    Optional<FileFacts> trashed = disk.look(trash);
    if (trashed.isPresent()) {
      return settleTrashed(one, trash, trashed.get());
    }
    return switch (one.publication().target()) {
      case Target.Placeholder _, Target.MovedFrom _ -> new Fate.Expected();
      case Target.Nothing _, Target.MovedTo _ -> {
        directories.removeEmptyParents(one.publication().path());
        yield new Fate.Expected();
      }
      case Target.Bytes(StagedContent staged) -> settleStaged(one, staged, trash);
      case Target.Dehydrated(StagedContent staged) -> settleStaged(one, staged, trash);
    };
  }

  /** Drops what is left under the staging name; only when the retirement is forced. */
  void drop(Switch one) throws DiskException {
    Optional<StagedContent> staged = one.publication().target().stagedFile();
    if (staged.isPresent()) {
      try {
        disk.unlink(staged.get().name());
      } catch (DiskException gone) {
        if (gone.kind() != DiskException.Kind.NOT_FOUND) {
          throw gone;
        }
      }
    }
  }

  private Fate settleTrashed(Switch one, String trash, FileFacts facts) throws DiskException {
    if (!isExpected(disk, one.publication().expected(), trash, facts)) {
      Fate fate = giveBack(one, trash);
      dropSecondName(one);
      return fate;
    }
    boolean linked = dropSecondName(one);
    return switch (one.publication().target()) {
      case Target.Nothing _ -> {
        directories.removeEmptyParents(one.publication().path());
        yield new Fate.Expected(); // moved there from its visible directory, which is forced
      }
      case Target.MovedTo(WorkspacePath destination) -> {
        dropMoved(destination, trash, facts);
        directories.removeEmptyParents(one.publication().path());
        yield new Fate.Expected();
      }
      case Target.Dehydrated(StagedContent staged) when linked && !disk.openForWriting(trash).orElse(true) -> {
        disk.rename(trash, staged.name()); // where it is dropped from, as an exchange would have left it
        yield new Fate.Expected();
      }
      case Target.Dehydrated _, Target.Bytes _,Target.Placeholder _, Target.MovedFrom _ -> new Fate.Trashed();
    };
  }

  /** What was moved by a link has its old name in trash: no file of its own, and gone before the memo is taken. */
  private void dropMoved(WorkspacePath destination, String trash, FileFacts facts) throws DiskException {
    boolean sameFile = directories.reachable(destination.relative())
        && disk.look(destination.relative()).filter(there -> there.inode() == facts.inode()).isPresent();
    if (sameFile) {
      disk.unlink(trash);
    }
  }

  private Fate settleStaged(Switch one, StagedContent staged, String trash) throws DiskException {
    Optional<FileFacts> facts = disk.look(staged.name());
    if (facts.isEmpty() || dropSecondName(one)) {
      return new Fate.Expected();
    }
    if (one.publication().expected() instanceof Expected.Absent) {
      return new Fate.Expected(); // a link displaces nothing; a person has replaced the visible file since
    }
    FileFacts there = facts.get();
    if (one.result() == Switch.Result.ALREADY_THERE) {
      return new Fate.Expected(); // still the staged bytes: the name held the same ones before
    }
    if (!isExpected(disk, one.publication().expected(), staged.name(), there)) {
      return giveBack(one, staged.name());
    }
    boolean droppable = (one.publication().expected() instanceof Expected.Placeholder
        || one.publication().target() instanceof Target.Dehydrated)
        && !disk.openForWriting(staged.name()).orElse(true);
    if (droppable) {
      return new Fate.Expected();
    }
    disk.rename(staged.name(), trash);
    return new Fate.Trashed();
  }

  /** A staging name that leads to the visible file goes before the memo is taken: dropping it changes the ctime. */
  private boolean dropSecondName(Switch one) throws DiskException {
    Optional<StagedContent> staged = one.publication().target().stagedFile();
    if (staged.isEmpty()) {
      return false;
    }
    Optional<FileFacts> there = disk.look(staged.get().name());
    Optional<FileFacts> visible = directories.reachable(one.publication().path().relative())
        ? disk.look(one.publication().path().relative())
        : Optional.empty();
    boolean sameFile = there.isPresent() && visible.isPresent() && there.get().inode() == visible.get().inode();
    if (sameFile) {
      disk.unlink(staged.get().name());
    }
    return sameFile;
  }

  private Fate giveBack(Switch one, String from) throws DiskException {
    String name = one.publication().path().relative();
    if (renamed(from, name)) {
      directories.forceParent(name);
      return new Fate.GivenBack();
    }
    for (int attempt = 0;; attempt++) {
      String copy = MirrorLayout.conflictCopy(name, one.at(), attempt);
      if (renamed(from, copy)) {
        directories.forceParent(copy);
        return new Fate.KeptBeside(copy);
      }
    }
  }

  private boolean renamed(String from, String to) throws DiskException {
    try {
      directories.makeParents(to);
      disk.rename(from, to);
      return true;
    } catch (DiskException taken) {
      if (taken.kind() == DiskException.Kind.EXISTS) {
        return false;
      }
      throw taken;
    }
  }
}
