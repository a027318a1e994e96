package io.cistern.application.testing;

import io.cistern.application.port.LocalSource;
import io.cistern.domain.change.IgnoreRules;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.Utf8Order;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A directory in memory whose files a test writes, breaks and changes. Safe for use by many threads. */
public final class MemorySource implements LocalSource {
  private final SortedMap<String, Node> nodes = new TreeMap<>(Utf8Order.COMPARATOR);
  private final ManualClock clock;
  private Consumer<String> onOpen = name -> {};
  private long inodes;
  private int opened;

  public MemorySource(ManualClock clock) {
    this.clock = clock;
  }

  private sealed interface Node {
    @SuppressWarnings("ArrayRecordComponent")
    record File(byte[] bytes, Identity identity) implements Node {}

    record Other(Refusal reason, String why) implements Node {}
  }

  /** Writes a file, as it was a while ago. */
  public synchronized MemorySource file(String name, String text) {
    return file(name, text, 0644);
  }

  public synchronized MemorySource file(String name, String text, int mode) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long changed = clock.instant().minusSeconds(60).toEpochMilli() * 1_000_000 + ++inodes;
    nodes.put(name, new Node.File(bytes, new Identity(inodes, bytes.length, changed, changed, mode)));
    return this;
  }

  /** Puts something that cannot be added. */
  public synchronized MemorySource other(String name, Refusal reason) {
    nodes.put(name, new Node.Other(reason, reason.name()));
    return this;
  }

  public synchronized void remove(String name) {
    nodes.remove(name);
  }

  /** Called whenever a file is opened or hashed, after its identity was taken and before it is read. */
  public void onOpen(Consumer<String> deed) {
    onOpen = deed;
  }

  /** How often a file was opened to be staged. */
  public synchronized int opened() {
    return opened;
  }

  @Override
  public void scan(String name, Consumer<Found> sink) {
    List<String> names;
    synchronized (this) {
      names = nodes.keySet().stream()
          .filter(one -> name.isEmpty() || one.equals(name) || one.startsWith(name + "/"))
          .filter(one -> one.equals(name) || !leftOut(one))
          .toList();
    }
    if (names.isEmpty() && !name.isEmpty()) {
      sink.accept(new Found.Refused(name, Refusal.UNREADABLE, "there is no such file"));
    }
    names.forEach(one -> sink.accept(found(one)));
  }

  private synchronized Found found(String name) {
    return nodes.get(name) instanceof Node.Other(Refusal reason, String why) && reason != Refusal.UNREADABLE
        ? new Found.Refused(name, reason, why)
        : new Found.File(name);
  }

  private boolean leftOut(String name) {
    IgnoreRules rules = within("", IgnoreRules.NONE);
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      String directory = name.substring(0, slash);
      if (directory.equals(".cistern") || directory.endsWith("/.cistern") || rules.leavesOut(directory, true)) {
        return true;
      }
      rules = within(directory, rules);
    }
    return rules.leavesOut(name, false);
  }

  private IgnoreRules within(String directory, IgnoreRules above) {
    String name = directory.isEmpty() ? IgnoreRules.FILE : directory + "/" + IgnoreRules.FILE;
    return nodes.get(name) instanceof Node.File file
        ? above.within(directory, new String(file.bytes(), StandardCharsets.UTF_8))
        : above;
  }

  @Override
  public Opening open(String name) {
    Node node = node(name);
    Opening opening = switch (node) {
      case Node.File file -> new Opening.Opened(reading(name, file), file.identity());
      case Node.Other(Refusal reason, String why) -> new Opening.Refused(reason, why);
    };
    synchronized (this) {
      opened += opening instanceof Opening.Opened ? 1 : 0;
    }
    return opening;
  }

  private InputStream reading(String name, Node.File file) {
    onOpen.accept(name);
    return new ByteArrayInputStream(file.bytes());
  }

  @Override
  public Hashing hash(String name, Patience patience) {
    if (patience.deadline().passed(clock.instant())) {
      throw new CisternException(new Failure.TimedOut("reading " + name + " took too long"));
    }
    return switch (node(name)) {
      case Node.File file -> {
        onOpen.accept(name);
        yield new Hashing.Hashed(Hashes.of(file.bytes()), file.identity());
      }
      case Node.Other(Refusal reason, String why) -> new Hashing.Refused(reason, why);
    };
  }

  @Override
  public Optional<Identity> look(String name) {
    return node(name) instanceof Node.File file ? Optional.of(file.identity()) : Optional.empty();
  }

  private synchronized Node node(String name) {
    Node node = nodes.get(name);
    return node == null ? new Node.Other(Refusal.UNREADABLE, "it is gone") : node;
  }

  @Override
  public void close() {}
}
