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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A workspace that forgets everything with the process. */
public final class InMemoryWorkspace implements WorkspaceStore {
  private final InstantSource clock;
  private final TreeMap<String, Held> files = new TreeMap<>(Utf8Order.COMPARATOR);
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

  /** Removes a file as somebody would in the directory itself. */
  public synchronized void vanish(String path) {
    files.remove(path);
    changes.add(new StoredChange(next++, StoredChange.Kind.DELETED, path, Optional.empty(), "", false, "",
        Optional.empty(), clock.instant()));
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
    TreeMap<String, String> directories = new TreeMap<>(Utf8Order.COMPARATOR);
    for (String path : files.keySet()) {
      for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        directories.put(path.substring(0, slash), "");
      }
    }
    return Optional.ofNullable(directories.ceilingKey(name));
  }

  @Override
  public synchronized long filesBelow(String directory) {
    String prefix = directory.equals("/") ? "/" : directory + "/";
    return files.keySet().stream().filter(path -> path.startsWith(prefix)).count();
  }

  @Override
  public synchronized List<StoredChange> changesAfter(long number, int limit) {
    return changes.stream().filter(change -> change.number() > number).limit(limit).toList();
  }

  @Override
  public synchronized List<StoredChange> changesBefore(long number, int limit) {
    return changes.reversed().stream().filter(change -> change.number() < number).limit(limit).toList();
  }

  @Override
  public synchronized Optional<StoredChange> change(long number) {
    return changes.stream().filter(change -> change.number() == number).findFirst();
  }

  @Override
  public Incoming receive(InputStream body) {
    try {
      byte[] bytes = body.readAllBytes();
      return new Kept(hash(bytes), ByteBuffer.wrap(bytes));
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
        files.remove(path.value());
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
    StoredChange change = new StoredChange(next++, kind, path.value(), Optional.of(hash(body.bytes())),
        body.type(), byAgent, correlationId, identity, now);
    StoredFile file = new StoredFile(path, change.number(), hash(body.bytes()), body.bytes().length,
        body.base64() || body.bytes().length > TEXT_LIMIT, body.type(), now, body.semantics());
    files.put(path.value(), new Held(file, ByteBuffer.wrap(body.bytes())));
    changes.add(change);
    return change;
  }

  private static ContentHash hash(byte[] bytes) {
    try {
      return ContentHash.ofDigest(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
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
