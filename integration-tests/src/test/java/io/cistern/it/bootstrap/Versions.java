package io.cistern.it.bootstrap;

import io.cistern.application.testing.Hashes;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.http.virtual.VirtualBroker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A workspace that somebody writes to, and what each of its paths was when. Time here counts changes. */
final class Versions {
  private final VirtualBroker broker;
  private final Map<String, List<Version>> byPath = new TreeMap<>();
  private final TreeMap<Long, Long> timeOfEvent = new TreeMap<>();
  private final Map<ContentHash, String> texts = new HashMap<>();
  private long now;
  private long newest;

  /**
   * What a path was from a moment on.
   *
   * @param hash empty while there is no such file
   */
  private record Version(long from, Optional<ContentHash> hash) {}

  Versions(VirtualBroker broker) {
    this.broker = broker;
  }

  void put(String path, String text) {
    newest = Long.parseLong(broker.put(path, text).value().substring("rev_".length()));
    ContentHash hash = Hashes.of(text.getBytes(StandardCharsets.UTF_8));
    texts.put(hash, text);
    happened(path, Optional.of(hash));
    timeOfEvent.put(newest, now);
  }

  void delete(String path) {
    if (broker.files().containsKey(path)) {
      broker.delete(path);
      newest++;
      happened(path, Optional.empty());
      timeOfEvent.put(newest, now);
    }
  }

  /** The server counts from one again; this path is gone without an event. */
  void loseState(String path) {
    broker.loseState(path);
    happened(path, Optional.empty());
    newest = broker.files().size();
    timeOfEvent.clear();
    timeOfEvent.put(0L, now);
  }

  /** How many changes there were. */
  long now() {
    return now;
  }

  /** Whether the server can have told of this event since it last lost its state. */
  boolean knows(long event) {
    return event <= newest;
  }

  /** When this event had just happened. */
  long timeOf(long event) {
    return Optional.ofNullable(timeOfEvent.floorEntry(event)).map(Map.Entry::getValue).orElse(0L);
  }

  Set<String> paths() {
    return byPath.keySet();
  }

  /** What the path was at this moment, or after it; an empty one for a moment without the file. */
  List<Optional<ContentHash>> since(long moment, String path) {
    List<Optional<ContentHash>> found = new ArrayList<>();
    Optional<ContentHash> then = Optional.empty();
    for (Version version : byPath.getOrDefault(path, List.of())) {
      if (version.from() <= moment) {
        then = version.hash();
      } else {
        found.add(version.hash());
      }
    }
    found.addFirst(then);
    return found;
  }

  /** Whether the path ever held this text. */
  boolean held(String path, String text) {
    return byPath.getOrDefault(path, List.of()).stream()
        .flatMap(version -> version.hash().stream())
        .anyMatch(hash -> text.equals(texts.get(hash)));
  }

  /** Whether this is the text with the hash. */
  boolean isHash(Optional<ContentHash> hash, String text) {
    return hash.filter(known -> text.equals(texts.get(known))).isPresent();
  }

  VirtualBroker broker() {
    return broker;
  }

  private void happened(String path, Optional<ContentHash> hash) {
    now++;
    byPath.computeIfAbsent(path, _ -> new ArrayList<>()).add(new Version(now, hash));
  }
}
