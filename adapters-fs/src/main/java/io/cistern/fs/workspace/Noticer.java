package io.cistern.fs.workspace;

import io.cistern.application.port.Semantics;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.FileFacts;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes changes of what somebody did in the served directory itself. Bytes are hashed without the writing lock; what
 * comes of it is taken over under it, only if the file still looks as it did when it was hashed.
 */
final class Noticer {
  private static final int CHUNK = 1 << 18;

  private final Disk served;
  private final Ledger ledger;
  private final InstantSource clock;

  Noticer(Disk served, Ledger ledger, InstantSource clock) {
    this.served = served;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** What a look at one file found. */
  sealed interface Sight {
    WorkspacePath path();

    /** The file's bytes, while it looked like this. */
    record Hashed(WorkspacePath path, Memo memo, ContentProbe.Probed content) implements Sight {}

    record Gone(WorkspacePath path) implements Sight {}

    /** It is there and may not be read. */
    record Closed(WorkspacePath path, String why) implements Sight {}
  }

  /** Reads and hashes one file; needs no lock. */
  Sight look(WorkspacePath path) throws DiskException {
    Optional<FileFacts> facts = factsOf(path);
    if (facts.isEmpty()) {
      return new Sight.Gone(path);
    }
    try (DiskFile file = served.openToRead(path.relative())) {
      ContentProbe probe = new ContentProbe();
      Memo before = DirectoryScan.memo(file.facts(), nanos());
      byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, before.size() + 1))];
      long position = 0;
      for (int count = file.read(0, ByteBuffer.wrap(chunk)); count > 0;) {
        probe.take(chunk, 0, count);
        position += count;
        count = file.read(position, ByteBuffer.wrap(chunk));
      }
      return new Sight.Hashed(path, before, probe.probed());
    } catch (DiskException e) {
      return switch (e.kind()) {
        case NOT_FOUND, NOT_A_DIRECTORY, NOT_A_FILE -> new Sight.Gone(path);
        case NO_ACCESS -> new Sight.Closed(path, "this process may not read it");
        case EXISTS, NOT_EMPTY, NO_SPACE, NAME_TOO_LONG, TAINTED, OTHER ->
          new Sight.Closed(path, String.valueOf(e.getMessage()));
        case TOO_MANY_OPEN -> throw e;
      };
    }
  }

  /** How the file looks now; empty when there is no regular file of that name. */
  Optional<FileFacts> factsOf(WorkspacePath path) throws DiskException {
    try {
      return served.look(path.relative()).filter(FileFacts::isFile);
    } catch (DiskException e) {
      if (e.kind() == Kind.NOT_A_DIRECTORY || e.kind() == Kind.NOT_FOUND || e.kind() == Kind.NAME_TOO_LONG) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Takes over what was seen, as changes where it differs from what is known. Call under the writing lock. */
  void absorb(List<Sight> sights) throws DiskException {
    List<JournalRecord.Changed> changes = new ArrayList<>();
    for (Sight sight : sights) {
      switch (sight) {
        case Sight.Hashed hashed -> hashed(hashed, changes);
        case Sight.Gone(WorkspacePath path) -> gone(path, changes);
        case Sight.Closed _ -> {}
      }
    }
    ledger.record(changes);
    for (JournalRecord.Changed change : changes) {
      ledger.adopt(new WorkspacePath(change.change().path()), change.file());
    }
  }

  private void hashed(Sight.Hashed seen, List<JournalRecord.Changed> changes) throws DiskException {
    Optional<FileFacts> facts = factsOf(seen.path());
    Optional<FileEntry> known = ledger.files().find(seen.path());
    if (facts.isEmpty() || !looksLike(facts.get(), seen.memo())) {
      return;
    }
    if (known.isPresent() && known.get().hash().equals(seen.content().hash())) {
      ledger.settle(seen.path(), Optional.of(known.get().lookingLike(seen.memo())));
      return;
    }
    StoredChange.Kind kind = known.isPresent() ? StoredChange.Kind.UPDATED : StoredChange.Kind.CREATED;
    long number = ledger.numberAhead(changes.size());
    String type = known
        .map(FileEntry::contentType)
        .orElseGet(() -> ContentTypes.guess(seen.path().name(), seen.content().text()));
    Instant edited = Instant.ofEpochSecond(0, seen.memo().modified());
    boolean base64 = !seen.content().text();
    FileEntry entry = new FileEntry(
        seen.path(), number, seen.content().hash(), seen.content().size(), base64, type, edited,
        known.map(FileEntry::semantics).orElse(Semantics.NONE), seen.memo());
    changes.add(
        new JournalRecord.Changed(
            change(number, kind, seen.path(), Optional.of(entry.hash()), type), Optional.of(entry), ""));
  }

  private void gone(WorkspacePath path, List<JournalRecord.Changed> changes) throws DiskException {
    if (ledger.files().find(path).isPresent() && factsOf(path).isEmpty()) {
      StoredChange change = change(
          ledger.numberAhead(changes.size()), StoredChange.Kind.DELETED, path, Optional.empty(), "");
      changes.add(new JournalRecord.Changed(change, Optional.empty(), ""));
    }
  }

  private StoredChange change(
      long number,
      StoredChange.Kind kind,
      WorkspacePath path,
      Optional<ContentHash> hash,
      String contentType) {
    return new StoredChange(
        number, kind, path.value(), hash, contentType, false, "", Optional.empty(), clock.instant());
  }

  private boolean looksLike(FileFacts facts, Memo memo) {
    return facts.inode() == memo.inode()
        && facts.size() == memo.size()
        && facts.modified() == memo.modified()
        && facts.changed() == memo.changed();
  }

  long nanos() {
    return nanos(clock.instant());
  }

  static long nanos(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
  }
}
