package io.cistern.application.testing;

import io.cistern.application.commit.Commits;
import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.EventPage;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreeEntry;
import io.cistern.domain.workspace.TreePage;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspaceEvent;
import io.cistern.domain.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A workspace in memory that answers as the contract says, and lies where a test tells it to. Remembers every request.
 * Safe for use by many threads.
 */
public final class FakeRemote implements RemoteWorkspace {
  private static final Instant EPOCH = Instant.parse("2025-06-01T12:00:00Z");

  private final NavigableMap<String, Stored> files = new TreeMap<>(Utf8Order.COMPARATOR);
  private final List<TreeEntry> rows = new ArrayList<>();
  private final List<WorkspaceEvent> events = new ArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ReadFaults faults = new ReadFaults();
  private Consumer<Request> before = request -> {};
  private int pageSize = 1000;
  private boolean feed = true;
  private boolean exports = true;
  private boolean alive = true;
  private int counter;
  private int stride = 10;

  /** One request, by endpoint ({@code tip tree file export events health}) and what it asked for. */
  public record Request(String endpoint, String path) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Stored(byte[] bytes, Revision revision, Instant updatedAt) {}

  /** Somebody writes a file. */
  public synchronized Revision put(String path, String text) {
    return put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Somebody writes a file. */
  public synchronized Revision put(String path, byte[] bytes) {
    WorkspaceEvent.Kind kind = files.containsKey(path) ? WorkspaceEvent.Kind.UPDATED : WorkspaceEvent.Kind.CREATED;
    Revision revision = next();
    files.put(path, new Stored(bytes, revision, EPOCH.plusSeconds(counter)));
    event(kind, path, revision, Optional.of(Hashes.of(bytes)));
    return revision;
  }

  /** Somebody removes a file. */
  public synchronized void delete(String path) {
    if (files.remove(path) != null) {
      event(WorkspaceEvent.Kind.DELETED, path, next(), Optional.empty());
    }
  }

  /** Every file and its text. */
  public synchronized Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    files.forEach((name, stored) -> contents.put(name, new String(stored.bytes(), StandardCharsets.UTF_8)));
    return contents;
  }

  /** Forgets these files and all events, and counts revisions from one again; events soon have higher numbers than before. */
  public synchronized void losesState(String... lost) {
    files.keySet().removeAll(List.of(lost));
    events.clear();
    counter = 0;
    stride *= 10;
    List.copyOf(files.entrySet()).forEach(file -> put(file.getKey(), file.getValue().bytes()));
  }

  /** An event that means nothing for a mirror. */
  public synchronized void otherEvent() {
    event(WorkspaceEvent.Kind.OTHER, "/", next(), Optional.empty());
  }

  /** A row that every listing shows besides the files, whatever it says. */
  public synchronized void addRow(TreeEntry row) {
    rows.add(row);
  }

  /** A file row under any name, as a hostile broker may send it. */
  public void addRow(String name) {
    addRow(new TreeEntry(
        name, false, Optional.of(new Revision("rev_1")), Optional.of(Hashes.of(name)), 1, Optional.empty()));
  }

  public synchronized void pageSize(int entries) {
    pageSize = entries;
  }

  public synchronized void withoutFeed() {
    feed = false;
  }

  public synchronized void withoutExport() {
    exports = false;
  }

  /** Nothing is answered any more. */
  public synchronized void dies() {
    alive = false;
  }

  public synchronized void revives() {
    alive = true;
  }

  /** How reading goes wrong. */
  public ReadFaults faults() {
    return faults;
  }

  /** Runs before each answer, on the asking thread; may throw, may change the workspace. */
  public synchronized void beforeEach(Consumer<Request> hook) {
    before = hook;
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public long requests(String endpoint) {
    return requests.stream().filter(request -> request.endpoint().equals(endpoint)).count();
  }

  public void forgetRequests() {
    requests.clear();
  }

  @Override
  public Feed tip(Patience patience) {
    asked("tip", "/");
    synchronized (this) {
      return feed ? new Feed.At(end(), events.isEmpty() ? Optional.empty() : events.getLast().revision())
          : new Feed.None("no feed here");
    }
  }

  @Override
  public Listing tree(String directory, int depth, Optional<TreeCursor> from, Patience patience) {
    asked("tree", directory);
    synchronized (this) {
      List<TreeEntry> all = FakeListing.below(directory, depth, described(), rows);
      int start = 0;
      if (from.isPresent()) {
        String name = from.get().value();
        start = all.stream().map(TreeEntry::name).toList().indexOf(name) + 1;
        if (start == 0) {
          return new Listing.CursorGone();
        }
      }
      List<TreeEntry> page = all.subList(start, Math.min(all.size(), start + pageSize));
      boolean more = start + page.size() < all.size();
      Optional<TreeCursor> next = more ? Optional.of(new TreeCursor(page.getLast().name())) : Optional.empty();
      return new Listing.Page(new TreePage(page, next, OptionalLong.of(files.size())));
    }
  }

  @Override
  public ReadOutcome read(WorkspacePath path, Lane lane, Patience patience) {
    asked("file", path.value());
    Optional<ReadOutcome> wrong = faults.answer(path.value());
    if (wrong.isPresent()) {
      return wrong.get();
    }
    synchronized (this) {
      Stored stored = files.get(path.value());
      if (stored == null) {
        return new ReadOutcome.Gone();
      }
      return new ReadOutcome.Received(content(path.value(), stored));
    }
  }

  @Override
  public ExportOutcome export(String directory, Consumer<RemoteContent> sink, Patience patience) {
    asked("export", directory);
    if (!exports()) {
      return new ExportOutcome.FellThrough("404 not_found");
    }
    List<String> names;
    synchronized (this) {
      names = files.keySet().stream().filter(name -> FakeListing.under(directory, name)).toList();
    }
    for (String name : names) {
      RemoteContent content;
      synchronized (this) {
        content = content(name, files.get(name));
      }
      try (content) {
        sink.accept(content);
      }
    }
    return new ExportOutcome.Finished(names.size());
  }

  @Override
  public Events events(EventCursor since, int limit, Patience patience) {
    asked("events", since.value());
    synchronized (this) {
      if (!feed) {
        return new Events.None("no feed here");
      }
      long after = since.number().orElse(0);
      List<WorkspaceEvent> later = events.stream()
          .filter(event -> event.cursor().number().orElseThrow() > after)
          .toList();
      List<WorkspaceEvent> page = later.subList(0, Math.min(limit, later.size()));
      return new Events.Page(new EventPage(page, page.size() < later.size()));
    }
  }

  @Override
  public synchronized boolean healthy(Patience patience) {
    requests.add(new Request("health", "/"));
    return alive;
  }

  @Override
  public void close() {}

  private void asked(String endpoint, String path) {
    Invariant.check(!Commits.heldHere(), "I8: no network under the mirror lock");
    Request request = new Request(endpoint, path);
    requests.add(request);
    Consumer<Request> hook;
    synchronized (this) {
      hook = before;
    }
    hook.accept(request);
    synchronized (this) {
      if (!alive) {
        throw new CisternException(new Failure.Remote(
            Failure.RemoteCode.REMOTE_UNAVAILABLE, Optional.of(path), "the broker does not answer", Optional.empty()));
      }
    }
  }

  private synchronized boolean exports() {
    return exports;
  }

  private List<TreeEntry> described() {
    List<TreeEntry> all = new ArrayList<>();
    files.forEach((name, stored) -> all.add(new TreeEntry(
        name, false, Optional.of(stored.revision()), Optional.of(Hashes.of(stored.bytes())),
        stored.bytes().length, Optional.of(stored.updatedAt()))));
    return all;
  }

  private RemoteContent content(String name, Stored stored) {
    ContentHash hash = Hashes.of(stored.bytes());
    return new FakeContent(
        name, stored.revision(), Optional.of(hash), Optional.of(stored.updatedAt()),
        faults.body(name, stored.bytes()));
  }

  private EventCursor end() {
    return events.isEmpty() ? EventCursor.START : events.getLast().cursor();
  }

  private Revision next() {
    return new Revision("rev_" + ++counter);
  }

  private void event(WorkspaceEvent.Kind kind, String path, Revision revision, Optional<ContentHash> hash) {
    events.add(new WorkspaceEvent(
        new EventCursor("evt_" + stride * counter), kind, path, Optional.of(revision), hash, Optional.empty(),
        "agent_write", "", EPOCH.plusSeconds(counter)));
  }
}
