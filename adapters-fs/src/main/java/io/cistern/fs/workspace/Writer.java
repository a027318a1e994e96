package io.cistern.fs.workspace;

import io.cistern.application.port.Semantics;
import io.cistern.application.port.WorkspaceStore.ContentIdentity;
import io.cistern.application.port.WorkspaceStore.Precondition;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.application.port.WorkspaceStore.Write;
import io.cistern.application.port.WorkspaceStore.WriteOutcome;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.workspace.Publisher.StagedBody;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries out one batch of writes under the writing lock: decide, record, force, then show on the disk. Writes that do
 * not touch each other share one force; a write that another one of the batch could influence waits for its effects.
 */
final class Writer {
  /** Bounds the search for a write that touches another. */
  private static final int MAX_SHARED = 256;

  private static final String DEFAULT_TYPE = "text/markdown";

  private final Ledger ledger;
  private final Publisher publisher;
  private final Noticer noticer;
  private final InstantSource clock;
  private final String correlationId;
  private final List<WriteOutcome> outcomes = new ArrayList<>();
  private final List<JournalRecord.Changed> pending = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();

  Writer(Ledger ledger, Publisher publisher, Noticer noticer, InstantSource clock, String correlationId) {
    this.ledger = ledger;
    this.publisher = publisher;
    this.noticer = noticer;
    this.clock = clock;
    this.correlationId = correlationId;
  }

  List<WriteOutcome> run(List<Write> writes) throws DiskException {
    for (Write write : writes) {
      if (pending.size() == MAX_SHARED || touchesPending(write)) {
        flush();
      }
      outcomes.add(decide(write));
    }
    flush();
    return outcomes;
  }

  /** The outcome, as far as it can be told; an applied one is pending until {@link #flush}. */
  private WriteOutcome decide(Write write) throws DiskException {
    Optional<StoredChange> repeated = repeated(write);
    if (repeated.isPresent()) {
      return new WriteOutcome.Repeated(repeated.get());
    }
    if (Publisher.isStagedName(write.path().relative())) {
      return new WriteOutcome.Blocked("a reserved name");
    }
    Optional<FileEntry> current = current(write.path());
    Optional<WriteOutcome> refused = refused(write, current);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (write instanceof Write.Put) {
      Optional<String> obstacle = publisher.obstacle(write.path());
      if (obstacle.isPresent()) {
        return new WriteOutcome.Blocked(obstacle.get());
      }
    }
    JournalRecord.Changed changed = changed(write, current);
    pending.add(changed);
    places.add(outcomes.size());
    return new WriteOutcome.Applied(changed.change());
  }

  private Optional<StoredChange> repeated(Write write) throws DiskException {
    Optional<Long> number = write instanceof Write.Put put
        ? put.identity().flatMap(identity -> ledger.identities().find(identity, clock.instant()))
        : Optional.empty();
    return number.isPresent() ? ledger.change(number.get()) : Optional.empty();
  }

  /** What is there now, looked at again, so that nobody's own edit is overwritten unseen. */
  private Optional<FileEntry> current(WorkspacePath path) throws DiskException {
    Optional<FileEntry> known = ledger.files().find(path);
    Optional<Memo> seen = noticer.factsOf(path).map(facts -> DirectoryScan.memo(facts, noticer.nanos()));
    boolean asKnown = known.isPresent()
        ? seen.map(known.get()::looksLike).orElse(false)
        : seen.isEmpty();
    if (!asKnown) {
      flush();
      noticer.absorb(List.of(noticer.look(path)));
    }
    return ledger.files().find(path);
  }

  private static Optional<WriteOutcome> refused(Write write, Optional<FileEntry> current) {
    if (current.isEmpty()) {
      boolean needsFile = write instanceof Write.Remove || write.precondition() instanceof Precondition.At;
      return needsFile ? Optional.of(new WriteOutcome.Missing()) : Optional.empty();
    }
    boolean holds = switch (write.precondition()) {
      case Precondition.Anything() -> true;
      case Precondition.Absent() -> false;
      case Precondition.At(String revision) -> revision.equals("rev_" + current.get().number());
    };
    return holds ? Optional.empty() : Optional.of(new WriteOutcome.Conflict(current.get().stored()));
  }

  private JournalRecord.Changed changed(Write write, Optional<FileEntry> current) {
    long number = ledger.numberAhead(pending.size());
    Instant now = clock.instant();
    return switch (write) {
      case Write.Remove(WorkspacePath path, _) -> {
        StoredChange change = new StoredChange(number, StoredChange.Kind.DELETED, path.value(), Optional.empty(), "",
            true, correlationId, Optional.empty(), now);
        yield new JournalRecord.Changed(change, Optional.empty(), "");
      }
      case Write.Put put -> {
        StagedBody body = (StagedBody) put.content();
        String type = put.contentType().or(() -> current.map(FileEntry::contentType)).orElse(DEFAULT_TYPE);
        Semantics semantics =
            put.semantics().isEmpty() ? current.map(FileEntry::semantics).orElse(Semantics.NONE) : put.semantics();
        FileEntry entry = new FileEntry(put.path(), number, body.hash(), body.size(), put.base64() || !body.text(),
            type.intern(), now, semantics, new Memo(0, 0, 0, 0, true));
        StoredChange.Kind kind = current.isPresent() ? StoredChange.Kind.UPDATED : StoredChange.Kind.CREATED;
        StoredChange change = new StoredChange(number, kind, put.path().value(), Optional.of(body.hash()), type, true,
            correlationId, put.identity(), now);
        yield new JournalRecord.Changed(change, Optional.of(entry), body.name());
      }
    };
  }

  /** The order that lets a cut anywhere be made good: bytes and staging names, record, names, then settled. */
  private void flush() throws DiskException {
    if (pending.isEmpty()) {
      return;
    }
    if (pending.stream().anyMatch(changed -> changed.file().isPresent())) {
      publisher.forceStaged();
    }
    ledger.record(pending);
    List<WorkspacePath> hidden = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      if (!show(pending.get(i), places.get(i))) {
        hidden.add(new WorkspacePath(pending.get(i).change().path()));
      }
    }
    publisher.forceNames(pending.stream().map(changed -> new WorkspacePath(changed.change().path())).toList());
    for (JournalRecord.Changed changed : pending) {
      settle(changed, hidden);
    }
    pending.clear();
    places.clear();
    for (WorkspacePath path : hidden) {
      noticer.absorb(List.of(noticer.look(path)));
    }
  }

  private boolean show(JournalRecord.Changed changed, int place) {
    WorkspacePath path = new WorkspacePath(changed.change().path());
    try {
      if (changed.file().isPresent()) {
        publisher.publish(path, changed.staged());
      } else {
        publisher.remove(path);
      }
      return true;
    } catch (DiskException e) {
      outcomes.set(place, new WriteOutcome.Blocked(String.valueOf(e.getMessage())));
      return false;
    }
  }

  /** History tells of a change that the disk does not show all the same; what is there becomes the change after it. */
  private void settle(JournalRecord.Changed changed, List<WorkspacePath> hidden) throws DiskException {
    WorkspacePath path = new WorkspacePath(changed.change().path());
    Optional<FileFacts> facts = hidden.contains(path) ? Optional.empty() : noticer.factsOf(path);
    ledger.settle(path, changed.file().map(file -> facts
        .map(seen -> file.lookingLike(DirectoryScan.memo(seen, noticer.nanos())))
        .orElse(file)));
  }

  private boolean touchesPending(Write write) {
    String path = write.path().value();
    Optional<ContentIdentity> identity = write instanceof Write.Put put ? put.identity() : Optional.empty();
    return pending.stream().map(JournalRecord.Changed::change).anyMatch(change -> change.path().equals(path)
        || change.path().startsWith(path + "/")
        || path.startsWith(change.path() + "/")
        || (identity.isPresent() && isSame(identity.get(), change)));
  }

  private static boolean isSame(ContentIdentity identity, StoredChange change) {
    return change.identity()
        .map(known -> known.kind().equals(identity.kind()) && known.key().equals(identity.key()))
        .orElse(false);
  }
}
