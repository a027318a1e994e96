package io.cistern.application.inspect;

import io.cistern.application.port.History;
import io.cistern.application.port.MirrorRemains;
import io.cistern.application.port.MirrorRemains.Remain;
import io.cistern.application.port.Trash;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Severity;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.trash.TrashedFile;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What dead processes left: changes that wait to be published, files that nobody needs, and evidence. */
public final class RemainsCheck implements Check {
  /** More than a person wants to read; whoever finishes them counts them all. */
  private static final int SHOWN = 10;

  private final History history;
  private final MirrorRemains remains;
  private final Trash trash;

  /** Keeps these. */
  public RemainsCheck(History history, MirrorRemains remains, Trash trash) {
    this.trash = trash;
    this.history = history;
    this.remains = remains;
  }

  @Override
  public String name() {
    return "what was left over";
  }

  @Override
  public List<Diagnosis> run() {
    List<Diagnosis> found = new ArrayList<>(pending());
    try {
      withoutRecord().ifPresent(found::add);
      remains.remains().forEach(remain -> found.add(diagnosis(remain)));
    } catch (CisternException refused) {
      found.add(new Diagnosis(Severity.ATTENTION, refused.failure().message(), "check the owner and mode of .cistern"));
    }
    return found;
  }

  /** The state may read back while an older part of the log, which is kept for the history, does not. */
  private List<Diagnosis> pending() {
    List<Diagnosis> pending = new ArrayList<>();
    long more = 0;
    try (History.Page page = history.history(Sequence.NONE)) {
      while (page.hasNext()) {
        History.Item item = page.next();
        if (item.retirement().isEmpty() && pending.size() < SHOWN) {
          String names = item.committed().group().paths().stream()
              .map(WorkspacePath::value)
              .sorted()
              .collect(Collectors.joining(", "));
          pending.add(new Diagnosis(
              Severity.NOTE, "change " + item.committed().at() + " is committed and not yet published: " + names,
              "the next command that writes finishes it"));
        } else if (item.retirement().isEmpty()) {
          more++;
        }
      }
    } catch (CisternException unread) {
      return unread.failure() instanceof Failure.MirrorDamaged
          ? List.of(new Diagnosis(
              Severity.DAMAGE, "the history does not read back: " + unread.failure().message(),
              "see what can be kept: cistern repair --dry-run"))
          : List.of();
    }
    if (more > 0) {
      pending.add(new Diagnosis(Severity.NOTE, "and " + more + " more changes", ""));
    }
    return pending;
  }

  /** The log goes on without what trash keeps for longer; a group it never had would be somebody else's. */
  private Optional<Diagnosis> withoutRecord() {
    List<TrashedFile> kept = trash.kept();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Set<Sequence> told = new HashSet<>();
    try (History.Page page = history.history(Sequence.NONE)) {
      page.forEachRemaining(item -> told.add(item.committed().at()));
    } catch (CisternException damaged) {
      return Optional.empty();
    }
    List<TrashedFile> orphans = kept.stream().filter(file -> !told.contains(file.at())).toList();
    long bytes = orphans.stream().mapToLong(TrashedFile::size).sum();
    return orphans.isEmpty()
        ? Optional.empty()
        : Optional.of(new Diagnosis(
            Severity.NOTE, orphans.size() + " in trash, of " + bytes
                + " bytes, whose change the log no longer tells, so that undo cannot bring them back",
            "they go when their time in trash is over; until then they can be copied from .cistern/trash"));
  }

  private static Diagnosis diagnosis(Remain remain) {
    String many = remain.files() + (remain.files() == 1 ? " file" : " files") + " of " + remain.bytes() + " bytes ";
    String where =
        " (" + String.join(", ", remain.examples()) + (remain.files() > remain.examples().size() ? ", …)" : ")");
    return switch (remain.kind()) {
      case STAGED_BY_THE_DEAD -> new Diagnosis(
          Severity.NOTE, many + "staged by processes that died" + where, "the next command that writes removes them");
      case UNREFERENCED_LOG -> new Diagnosis(
          Severity.NOTE, many + "of the log that nothing needs any more" + where,
          "the next command that writes removes them");
      case TEMPORARY -> new Diagnosis(
          Severity.NOTE, many + "under temporary names" + where, "the next command that writes removes them");
      case NAMELESS_TRASH -> new Diagnosis(
          Severity.NOTE, many + "in trash that no change put there" + where,
          "a program wrote to them when they were removed; look at them, and delete what nobody needs");
      case EVIDENCE -> new Diagnosis(
          Severity.NOTE, many + "kept as evidence of damage" + where,
          "find out what the disk did; then they may be deleted");
    };
  }
}
