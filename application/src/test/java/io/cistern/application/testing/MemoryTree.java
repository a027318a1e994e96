package io.cistern.application.testing;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.testing.MemoryState.Node;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.PublishTable;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The visible tree of a mirror in memory: a name has a file, something else, or names below it. */
final class MemoryTree implements WorkingTree {
  private final MemoryState state;
  private final MemoryFaults faults;

  MemoryTree(MemoryState state, MemoryFaults faults) {
    this.state = state;
    this.faults = faults;
  }

  @Override
  public List<Switch> publish(HeldLock held, Sequence at, List<Publication> publications) {
    held.ensureValid();
    List<Switch> switches = new ArrayList<>();
    for (Publication publication : publications) {
      faults.hit(
          MemoryFaults.Point.PUBLISH,
          () -> new CisternException(new Failure.LocalIo(publication.path().value(), "cannot be switched")));
      synchronized (state) {
        int index = switches.size();
        switches.add(new Switch(at, index, publication, publish(at, index, publication)));
      }
    }
    return switches;
  }

  private Switch.Result publish(Sequence at, int index, Publication publication) {
    boolean switched = false;
    while (true) {
      PublishTable.Step step = step(at, index, publication);
      switch (step) {
        case EXCHANGE -> exchange(publication);
        case LINK -> link(publication);
        case CREATE -> state.visible.put(
            publication.path().value(), new Node.File(new byte[0], state.nextInode(), state.now(), state.now()));
        case MOVE_TO_TRASH -> state.trash.put(
            trashName(at, index), (Node.File) state.visible.remove(publication.path().value()));
        case MOVE, LINK_SOURCE -> move(publication);
        case SETTLE -> {
          return Switch.Result.SWITCHED;
        }
        case NOTHING_TO_DO -> {
          return switched ? Switch.Result.SWITCHED : Switch.Result.ALREADY_THERE;
        }
        case YIELD -> {
          return Switch.Result.YIELDED;
        }
      }
      switched = true;
    }
  }

  private PublishTable.Step step(Sequence at, int index, Publication publication) {
    PublishTable.Trash trash =
        state.trash.containsKey(trashName(at, index)) ? PublishTable.Trash.EXPECTED : PublishTable.Trash.NOTHING;
    return switch (publication.target()) {
      case Target.Bytes(StagedContent staged) -> PublishTable.forBytes(
          publication.expected() instanceof Expected.Absent,
          staged(staged, publication.path()), visible(publication, Optional.of(staged.hash())), trash, true);
      case Target.Dehydrated(StagedContent staged) -> PublishTable.forDehydrated(
          staged(staged, publication.path()), visible(publication, Optional.of(staged.hash())), trash, true);
      case Target.Nothing() -> PublishTable.forNothing(visible(publication, Optional.empty()), trash);
      case Target.Placeholder() ->
        PublishTable.forPlaceholder(visible(publication, Optional.of(ContentHash.OF_NOTHING)));
      case Target.MovedFrom(WorkspacePath source, Expected.Content content) ->
        PublishTable.forMovedFrom(source(source, content), destination(source, publication.path(), content), true);
      case Target.MovedTo(WorkspacePath destination) -> {
        Expected.Content content = (Expected.Content) publication.expected();
        WorkspacePath source = publication.path();
        yield PublishTable.forMovedTo(source(source, content), destination(source, destination, content), trash);
      }
    };
  }

  private PublishTable.Staged staged(StagedContent content, WorkspacePath path) {
    Node.File file = state.staging.get(content.name());
    if (file == null) {
      return PublishTable.Staged.NOTHING;
    }
    if (state.visible.get(path.value()) instanceof Node.File visible && visible.inode() == file.inode()) {
      return PublishTable.Staged.SAME_FILE;
    }
    return Hashes.of(file.bytes()).equals(content.hash())
        ? PublishTable.Staged.NEW_BYTES
        : PublishTable.Staged.OTHER;
  }

  private PublishTable.Visible visible(Publication publication, Optional<ContentHash> wanted) {
    return switch (look(publication.path())) {
      case Look.Absent() -> PublishTable.Visible.ABSENT;
      case Look.NotAFile _, Look.Unreadable _ -> PublishTable.Visible.OTHER;
      case Look.File(Memo memo, boolean placeholder) -> {
        ContentHash hash = hash(publication.path()).orElseThrow();
        boolean expected = switch (publication.expected()) {
          case Expected.Absent() -> false;
          case Expected.Placeholder() -> placeholder;
          case Expected.Content(ContentHash known, Optional<Memo> remembered) ->
            remembered.filter(old -> old.proves(memo)).isPresent() || known.equals(hash);
        };
        if (wanted.filter(hash::equals).isPresent()) {
          yield PublishTable.Visible.NEW_BYTES;
        }
        yield expected ? PublishTable.Visible.EXPECTED : PublishTable.Visible.OTHER;
      }
    };
  }

  private void exchange(Publication publication) {
    String name = publication.target().stagedFile().orElseThrow().name();
    Node.File staged = state.staging.get(name);
    Node.File old = (Node.File) state.visible.put(publication.path().value(), staged.changedAt(state.now()));
    state.staging.put(name, old.changedAt(state.now()));
  }

  private void link(Publication publication) {
    Node.File staged = state.staging.get(publication.target().stagedFile().orElseThrow().name());
    state.visible.put(publication.path().value(), staged.changedAt(state.now()));
  }

  private PublishTable.Source source(WorkspacePath source, Expected.Content content) {
    return switch (look(source)) {
      case Look.Absent() -> PublishTable.Source.ABSENT;
      case Look.NotAFile _, Look.Unreadable _ -> PublishTable.Source.OTHER;
      case Look.File _ -> hash(source).equals(Optional.of(content.hash()))
          ? PublishTable.Source.EXPECTED
          : PublishTable.Source.OTHER;
    };
  }

  private PublishTable.Destination destination(
      WorkspacePath source, WorkspacePath destination, Expected.Content content) {
    if (look(destination) instanceof Look.Absent) {
      return PublishTable.Destination.ABSENT;
    }
    boolean same = state.visible.get(source.value()) instanceof Node.File old
        && state.visible.get(destination.value()) instanceof Node.File there && old.inode() == there.inode();
    if (same) {
      return PublishTable.Destination.SAME_FILE;
    }
    return hash(destination).equals(Optional.of(content.hash()))
        ? PublishTable.Destination.MOVED_BYTES
        : PublishTable.Destination.OTHER;
  }

  private void move(Publication publication) {
    WorkspacePath source = ((Target.MovedFrom) publication.target()).source();
    Node.File file = (Node.File) state.visible.remove(source.value());
    state.visible.put(publication.path().value(), file.changedAt(state.now()));
  }

  private static String trashName(Sequence at, int index) {
    return at.number() + "-" + index;
  }

  @Override
  public void force(HeldLock held, List<Switch> switches) {
    held.ensureValid();
  }

  @Override
  public List<Settled> settle(HeldLock held, List<Switch> switches) {
    held.ensureValid();
    synchronized (state) {
      return switches.stream().map(this::settle).toList();
    }
  }

  private Settled settle(Switch one) {
    Publication publication = one.publication();
    if (one.result() == Switch.Result.YIELDED) {
      return new Settled.Yielded(look(publication.path()), Optional.empty());
    }
    Optional<StagedContent> staged = publication.target().stagedFile();
    if (staged.isPresent()) {
      Optional<String> copy = displaced(one, staged.get());
      return copy.isPresent()
          ? new Settled.Yielded(look(publication.path()), copy)
          : new Settled.Published(memoOf(publication.path(), staged.get()));
    }
    if (publication.target() instanceof Target.Nothing || publication.target() instanceof Target.MovedTo) {
      return new Settled.Published(Optional.empty());
    }
    return look(publication.path()) instanceof Look.File(Memo memo, boolean _)
        ? new Settled.Published(Optional.of(memo))
        : new Settled.Published(Optional.empty());
  }

  /** Where a person's displaced bytes are kept; empty when what was displaced was expected. */
  private Optional<String> displaced(Switch one, StagedContent staged) {
    Node.File old = state.staging.get(staged.name());
    WorkspacePath path = one.publication().path();
    boolean same = state.visible.get(path.value()) instanceof Node.File visible
        && old != null
        && visible.inode() == old.inode();
    if (old == null || same || Hashes.of(old.bytes()).equals(staged.hash())) {
      return Optional.empty();
    }
    if (wasExpected(one.publication(), old)) {
      if (one.publication().target() instanceof Target.Bytes
          && one.publication().expected() instanceof Expected.Content) {
        state.trash.put(trashName(one.at(), one.index()), old);
        state.staging.remove(staged.name());
      }
      return Optional.empty();
    }
    int dot = path.name().lastIndexOf('.');
    String extension = dot > 0 ? path.name().substring(dot) : "";
    String stem = path.relative().substring(0, path.relative().length() - extension.length());
    String copy = stem + ".conflict-" + one.at().number() + extension;
    state.visible.put("/" + copy, old);
    state.staging.remove(staged.name());
    return Optional.of(copy);
  }

  private static boolean wasExpected(Publication publication, Node.File old) {
    return switch (publication.expected()) {
      case Expected.Absent() -> false;
      case Expected.Placeholder() -> old.bytes().length == 0;
      case Expected.Content(ContentHash hash, Optional<Memo> _) -> Hashes.of(old.bytes()).equals(hash);
    };
  }

  private Optional<Memo> memoOf(WorkspacePath path, StagedContent staged) {
    return look(path) instanceof Look.File(Memo memo, boolean _)
        && memo.size() == staged.size()
        && memo.modified() == staged.modified() ? Optional.of(memo) : Optional.empty();
  }

  @Override
  public void drop(HeldLock held, List<Switch> switches) {
    held.ensureValid();
    synchronized (state) {
      for (Switch one : switches) {
        one.publication().target().stagedFile().ifPresent(staged -> state.staging.remove(staged.name()));
      }
    }
  }

  @Override
  public Look look(WorkspacePath path) {
    synchronized (state) {
      Node node = state.visible.get(path.value());
      if (node == null) {
        return lookWithoutNode(path);
      }
      return switch (node) {
        case Node.Other(String kind) -> kind.startsWith("unreadable")
            ? new Look.Unreadable(kind)
            : new Look.NotAFile(kind);
        case Node.File file -> new Look.File(
            Memo.lookedAt(file.inode(), file.bytes().length, file.modified(), file.changed(), state.now()),
            file.bytes().length == 0);
      };
    }
  }

  private Look lookWithoutNode(WorkspacePath path) {
    for (String above = path.parent(); !above.equals("/"); above = above.substring(0, above.lastIndexOf('/'))) {
      if (state.visible.containsKey(above)) {
        return new Look.NotAFile("file on the way to it");
      }
      if (above.lastIndexOf('/') == 0) {
        break;
      }
    }
    boolean directory = state.visible.keySet().stream().anyMatch(name -> name.startsWith(path.value() + "/"));
    return directory ? new Look.NotAFile("directory") : new Look.Absent();
  }

  @Override
  public Optional<Usage> usage(WorkspacePath path) {
    synchronized (state) {
      return state.visible.get(path.value()) instanceof Node.File file
          ? Optional.of(new Usage(
              state.accessed.getOrDefault(path.value(), file.modified()),
              Optional.of(state.written.contains(path.value()))))
          : Optional.empty();
    }
  }

  @Override
  public Optional<ContentHash> hash(WorkspacePath path) {
    return bytes(path).map(Hashes::of);
  }

  @Override
  public Optional<InputStream> open(WorkspacePath path) {
    return bytes(path).map(ByteArrayInputStream::new);
  }

  private Optional<byte[]> bytes(WorkspacePath path) {
    synchronized (state) {
      return state.visible.get(path.value()) instanceof Node.File file ? Optional.of(file.bytes()) : Optional.empty();
    }
  }

  @Override
  public List<Named> list(String directory) {
    String prefix = directory.equals("/") ? "/" : directory + "/";
    Map<String, Named> named = new TreeMap<>();
    synchronized (state) {
      state.visible.forEach((name, node) -> {
        if (name.startsWith(prefix)) {
          int slash = name.indexOf('/', prefix.length());
          Named.Kind kind = node instanceof Node.File ? Named.Kind.FILE : Named.Kind.OTHER;
          String child = slash < 0 ? name : name.substring(0, slash);
          named.put(child, new Named(child, slash < 0 ? kind : Named.Kind.DIRECTORY));
        }
      });
    }
    return List.copyOf(named.values());
  }

  @Override
  public String locate(WorkspacePath path) {
    return "/mirror" + path.value();
  }
}
