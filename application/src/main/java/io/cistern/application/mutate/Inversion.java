package io.cistern.application.mutate;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.trash.TrashedFile;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what takes an operation back, path by path, or says why it cannot be taken back: a path that was changed since,
 * here or in the log, is never overwritten, and the operation is taken back as a whole or not at all.
 */
final class Inversion {
  private final Manifest manifest;
  private final WorkingTree tree;
  private final Operation operation;
  private final Set<Place> inTrash = new HashSet<>();

  /** Where trash keeps what a switch displaced. */
  private record Place(Sequence at, int index) {}

  Inversion(Manifest manifest, WorkingTree tree, List<TrashedFile> trash, Operation operation) {
    this.manifest = manifest;
    this.tree = tree;
    this.operation = operation;
    trash.forEach(kept -> inTrash.add(new Place(kept.at(), kept.index())));
  }

  /**
   * All of it.
   *
   * @throws CisternException {@code LocalIo} naming the first path that stands in the way
   */
  List<Inverse> inverses() {
    List<Inverse> inverses = new ArrayList<>();
    for (Operation.Part part : operation.parts()) {
      inverse(part).ifPresent(inverses::add);
    }
    if (inverses.isEmpty()) {
      throw refused(operation.parts().getFirst().path(), "it was a placeholder, so its content was never here");
    }
    return inverses;
  }

  private Optional<Inverse> inverse(Operation.Part part) {
    LogRecord.Switched record = part.record();
    WorkspacePath path = part.path();
    Optional<PathEntry> now = manifest.find(path.value());
    boolean asLeft = now.map(entry -> entry.withMemo(Optional.empty()).withReason(Optional.empty()))
        .equals(record.after().map(entry -> entry.withMemo(Optional.empty()).withReason(Optional.empty())));
    if (operation.later().contains(path) || !asLeft) {
      throw refused(path, "it was changed since " + operation.at());
    }
    return switch (record.publication().target()) {
      case Target.Nothing() -> removalTakenBack(part, now);
      case Target.Placeholder() -> Optional.of(new Inverse.Away(now.orElseThrow(), new Expected.Placeholder()));
      case Target.Bytes(StagedContent staged) -> Optional.of(contentTakenBack(part, now.orElseThrow(), staged.hash()));
      case Target.MovedFrom(WorkspacePath source, Expected.Content content) ->
        Optional.of(moveTakenBack(now.orElseThrow(), source, content.hash()));
      case Target.MovedTo _ -> Optional.empty(); // goes with the other name
      case Target.Dehydrated _ -> Optional.empty(); // no operation: the remote has the content
    };
  }

  private Optional<Inverse> removalTakenBack(Operation.Part part, Optional<PathEntry> now) {
    requireNothing(part.path());
    if (part.record().publication().expected() instanceof Expected.Placeholder) {
      return now.map(Inverse.Placeholder::new);
    }
    requireTrash(part);
    return Optional.of(new Inverse.Back(part.path(), now, new Expected.Absent(), part.at(), part.index()));
  }

  private Inverse contentTakenBack(Operation.Part part, PathEntry now, ContentHash hash) {
    Expected.Content there = requireContent(now, hash);
    return switch (part.record().publication().expected()) {
      case Expected.Absent() -> new Inverse.Away(now, there);
      case Expected.Placeholder() -> new Inverse.Emptied(now, there);
      case Expected.Content _ -> {
        requireTrash(part);
        yield new Inverse.Back(part.path(), Optional.of(now), there, part.at(), part.index());
      }
    };
  }

  private Inverse moveTakenBack(PathEntry now, WorkspacePath source, ContentHash hash) {
    Optional<PathEntry> tombstone = manifest.find(source.value());
    boolean free = tombstone.map(entry -> entry.state() == PathState.REMOVED).orElse(true);
    if (!free || operation.later().contains(source)) {
      throw refused(source, "it was changed since " + operation.at());
    }
    requireNothing(source);
    return new Inverse.Moved(now, requireContent(now, hash), now.size(), source, tombstone);
  }

  private void requireTrash(Operation.Part part) {
    if (!inTrash.contains(new Place(part.at(), part.index()))) {
      throw refused(part.path(),
          "what was there before " + part.at() + " is not in trash: it was missing then, or its time is over");
    }
  }

  private void requireNothing(WorkspacePath path) {
    if (!(tree.look(path) instanceof WorkingTree.Look.Absent)) {
      throw refused(path, "something has the name now, and is not overwritten");
    }
  }

  private Expected.Content requireContent(PathEntry now, ContentHash hash) {
    return switch (Seen.at(tree, now)) {
      case Seen.There(Expected.Content content, long _) when content.hash().equals(hash) -> content;
      case Seen.There _, Seen.Missing _ -> throw refused(now.path(), "it was changed since " + operation.at());
      case Seen.Untouchable(String why) -> throw refused(now.path(), why);
    };
  }

  private CisternException refused(WorkspacePath path, String why) {
    Sequence at = operation.at();
    return new CisternException(
        new Failure.LocalIo(path.value(), at + " cannot be taken back: " + path + ": " + why));
  }
}
