package io.cistern.application.testing;

import io.cistern.application.port.Semantics;
import io.cistern.application.port.WorkspaceStore;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A workspace that forgets everything with the process; large ones cost no more per answer than small ones. */
public final class InMemoryWorkspace implements WorkspaceStore {
  private final InstantSource clock;
  private final TreeMap<String, Held> files = new TreeMap<>(Utf8Order.COMPARATOR);
  /** How many files lie below each directory, at any depth. */
  private final TreeMap<String, Long> directories = new TreeMap<>(Utf8Order.COMPARATOR);
  private final List<StoredChange> changes = new ArrayList<>();
  private final List<WorkspacePath> unreadable = new ArrayList<>();
  private long next = 1;

  public InMemoryWorkspace(InstantSource clock) {
    this.clock = clock;
  }

  private record Held(StoredFile file, ByteBuffer bytes) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Body(byte[] bytes, boolean base64, String type, Semantics semantics) {}

  private record Kept(ContentHash hash, ByteBuffer bytes) implements Incoming {
    @Override
    public long size() {
      return bytes.capacity();
    }

    @Override
    public void close() {}
  }

  /** Puts a file there as somebody would in the directory itself. */
  public synchronized StoredChange place(String path, byte[] bytes) {
    WorkspacePath place = WorkspacePath.parse(path).orElseThrow();
    Semantics known = find(place).map(StoredFile::semantics).orElse(Semantics.NONE);
    return store(place, new Body(bytes, !isUtf8(bytes), "text/plain", known), false, "", Optional.empty());
  }

  public StoredChange place(String path, String text) {
    return place(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Removes a file as somebody would in the directory itself; does nothing when there is none. */
  public synchronized void vanish(String path) {
    if (dropped(path)) {
      changes.add(new StoredChange(next++, StoredChange.Kind.DELETED, path, Optional.empty(), "", false, "",
          Optional.empty(), clock.instant()));
    }
  }

  /**
   * Forgets every revision and event, and these files without a trace; the others get new revisions from one on, with
   * the times they had.
   */
  public synchronized void loseState(String... lost) {
    for (String path : lost) {
      dropped(path);
    }
    changes.clear();
    next = 1;
    files.replaceAll((path, held) -> {
      StoredFile old = held.file();
      changes.add(new StoredChange(next, StoredChange.Kind.CREATED, path, Optional.of(old.hash()), old.contentType(),
          false, "", Optional.empty(), clock.instant()));
      return new Held(new StoredFile(
          old.path(), next++, old.hash(), old.size(), old.base64(), old.contentType(), old.editedAt(),
          old.semantics()), held.bytes());
    });
  }

  /** Every file, by its path in byte order. */
  public synchronized SortedMap<String, StoredFile> files() {
    TreeMap<String, StoredFile> all = new TreeMap<>(Utf8Order.COMPARATOR);
    files.forEach((path, held) -> all.put(path, held.file()));
    return all;
  }

  /** From now on this process may not read the file. */
  public synchronized void lock(String path) {
    unreadable.add(WorkspacePath.parse(path).orElseThrow());
  }

  @Override
  public void refresh() {}

  @Override
  public synchronized Optional<StoredFile> find(WorkspacePath path) {
    return Optional.ofNullable(files.get(path.value())).map(Held::file);
  }

  @Override
  public synchronized Reading open(WorkspacePath path) {
    Held held = files.get(path.value());
    if (held == null) {
      return new Reading.Absent();
    }
    return unreadable.contains(path)
        ? new Reading.Unreadable("locked")
        : new Reading.Opened(held.file(), new ByteArrayInputStream(held.bytes().array()));
  }

  @Override
  public synchronized Optional<StoredFile> fileAtOrAfter(String name) {
    return Optional.ofNullable(files.ceilingEntry(name)).map(entry -> entry.getValue().file());
  }

  @Override
  public synchronized Optional<String> directoryAtOrAfter(String name) {
    return Optional.ofNullable(directories.ceilingKey(name));
  }

  @Override
  public synchronized long filesBelow(String directory) {
    return directory.equals("/") ? files.size() : directories.getOrDefault(directory, 0L);
  }

  @Override
  public synchronized List<StoredChange> changesAfter(long number, int limit) {
    int from = firstAfter(number);
    return List.copyOf(changes.subList(from, Math.min(from + limit, changes.size())));
  }

  @Override
  public synchronized List<StoredChange> changesBefore(long number, int limit) {
    int end = firstAfter(number - 1);
    return List.copyOf(changes.subList(Math.max(0, end - limit), end).reversed());
  }

  @Override
  public synchronized Optional<StoredChange> change(long number) {
    int at = firstAfter(number - 1);
    return Optional.of(at)
        .filter(index -> index < changes.size())
        .map(changes::get)
        .filter(change -> change.number() == number);
  }

  /** The place of the first change with a greater number; numbers only grow. */
  private int firstAfter(long number) {
    int low = 0;
    int high = changes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (changes.get(middle).number() > number) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  @Override
  public Incoming receive(InputStream body) {
    try {
      byte[] bytes = body.readAllBytes();
      return new Kept(Hashes.of(bytes), ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized List<WriteOutcome> apply(List<Write> writes, String correlationId) {
    return writes.stream().map(write -> apply(write, correlationId)).toList();
  }

  private WriteOutcome apply(Write write, String correlationId) {
    Optional<StoredFile> current = find(write.path());
    Optional<StoredChange> repeated = repeated(write);
    if (repeated.isPresent()) {
      return new WriteOutcome.Repeated(repeated.get());
    }
    if (current.isEmpty() && (write instanceof Write.Remove || write.precondition() instanceof Precondition.At)) {
      return new WriteOutcome.Missing();
    }
    if (current.isPresent() && !holds(write.precondition(), current.get())) {
      return new WriteOutcome.Conflict(current.get());
    }
    return switch (write) {
      case Write.Remove(WorkspacePath path, _) -> {
        dropped(path.value());
        StoredChange change = new StoredChange(next++, StoredChange.Kind.DELETED, path.value(), Optional.empty(), "",
            true, correlationId, Optional.empty(), clock.instant());
        changes.add(change);
        yield new WriteOutcome.Applied(change);
      }
      case Write.Put put -> obstacle(put.path()).<WriteOutcome>map(WriteOutcome.Blocked::new).orElseGet(() -> {
        byte[] bytes = ((Kept) put.content()).bytes().array();
        String type = put.contentType().or(() -> current.map(StoredFile::contentType)).orElse("text/markdown");
        Semantics semantics = put.semantics().isEmpty()
            ? current.map(StoredFile::semantics).orElse(Semantics.NONE)
            : put.semantics();
        return new WriteOutcome.Applied(store(
            put.path(), new Body(bytes, put.base64() || !isUtf8(bytes), type, semantics), true, correlationId,
            put.identity()));
      });
    };
  }

  private Optional<StoredChange> repeated(Write write) {
    if (!(write instanceof Write.Put put) || put.identity().isEmpty()) {
      return Optional.empty();
    }
    ContentIdentity wanted = put.identity().get();
    return changes.reversed().stream()
        .filter(change -> change.identity()
            .filter(known -> known.kind().equals(wanted.kind()) && known.key().equals(wanted.key()))
            .filter(known -> known.ttl().isZero() || clock.instant().isBefore(change.at().plus(known.ttl())))
            .isPresent())
        .findFirst();
  }

  private static boolean holds(Precondition precondition, StoredFile current) {
    return switch (precondition) {
      case Precondition.Anything() -> true;
      case Precondition.Absent() -> false;
      case Precondition.At(String revision) -> revision.equals(current.revision().value());
    };
  }

  private Optional<String> obstacle(WorkspacePath path) {
    for (String parent = path.parent(); !parent.equals("/"); parent =
        parent.substring(0, Math.max(1, parent.lastIndexOf('/')))) {
      if (files.containsKey(parent)) {
        return Optional.of("something else has the name of its directory " + parent);
      }
    }
    return filesBelow(path.value()) > 0 ? Optional.of("a directory has this name") : Optional.empty();
  }

  private StoredChange store(
      WorkspacePath path,
      Body body,
      boolean byAgent,
      String correlationId,
      Optional<ContentIdentity> identity) {
    Instant now = clock.instant();
    StoredChange.Kind kind =
        files.containsKey(path.value()) ? StoredChange.Kind.UPDATED : StoredChange.Kind.CREATED;
    ContentHash hash = Hashes.of(body.bytes());
    StoredChange change = new StoredChange(next++, kind, path.value(), Optional.of(hash), body.type(), byAgent,
        correlationId, identity, now);
    StoredFile file = new StoredFile(path, change.number(), hash, body.bytes().length,
        body.base64() || body.bytes().length > TEXT_LIMIT, body.type(), now, body.semantics());
    if (files.put(path.value(), new Held(file, ByteBuffer.wrap(body.bytes()))) == null) {
      count(path.value(), 1);
    }
    changes.add(change);
    return change;
  }

  private boolean dropped(String path) {
    boolean known = files.remove(path) != null;
    if (known) {
      count(path, -1);
    }
    return known;
  }

  /** A directory is there as long as a file is below it. */
  private void count(String path, long more) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      directories.merge(path.substring(0, slash), more, (old, change) -> old + change == 0 ? null : old + change);
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Override
  public List<Skipped> skipped() {
    return List.of();
  }

  @Override
  public synchronized long dotFiles() {
    return files.keySet().stream().filter(path -> path.contains("/.")).count();
  }

  @Override
  public void close() {}
}
