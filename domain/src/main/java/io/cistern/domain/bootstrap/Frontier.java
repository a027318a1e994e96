package io.cistern.domain.bootstrap;

import io.cistern.domain.failure.Invariant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The directories that are still to be listed, the one being listed first. Every change costs what it changes, however
 * many directories wait, because a walk folds it once per page.
 */
public final class Frontier {
  public static final Frontier EMPTY = new Frontier(Optional.empty(), Optional.empty(), 0);

  /** In order, from the head. */
  private final Optional<Link> front;

  /** In reverse order, the last one first; becomes the front when that is used up. */
  private final Optional<Link> back;

  private final int size;

  private record Link(String directory, Optional<Link> next) {}

  private Frontier(Optional<Link> front, Optional<Link> back, int size) {
    this.front = front;
    this.back = back;
    this.size = size;
  }

  /** These, the first at the head. */
  public static Frontier of(List<String> directories) {
    Optional<Link> links = Optional.empty();
    for (int i = directories.size() - 1; i >= 0; i--) {
      links = Optional.of(new Link(directories.get(i), links));
    }
    return new Frontier(links, Optional.empty(), directories.size());
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** The directory that is being listed; empty when none is left. */
  public Optional<String> head() {
    return front.map(Link::directory);
  }

  /** Without the head. */
  Frontier withoutHead() {
    Optional<Link> next = front.orElseThrow().next();
    return next.isPresent() || back.isEmpty()
        ? new Frontier(next, back, size - 1)
        : new Frontier(reversed(back), Optional.empty(), size - 1);
  }

  /** With these at the end. */
  Frontier with(List<String> joined) {
    if (joined.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return of(joined);
    }
    Optional<Link> links = back;
    for (String directory : joined) {
      links = Optional.of(new Link(directory, links));
    }
    return new Frontier(front, links, size + joined.size());
  }

  /** Without so many at the end. */
  Frontier withoutLast(int count) {
    Invariant.check(count < Math.max(1, size), "the head stays");
    Optional<Link> links = back;
    for (int i = 0; i < count; i++) {
      if (links.isEmpty()) {
        return of(toList().subList(0, size - count)); // read back from a checkpoint, where all of them are front
      }
      links = links.get().next();
    }
    return new Frontier(front, links, size - count);
  }

  /** All of them, the head first. */
  public List<String> toList() {
    List<String> all = new ArrayList<>(size);
    for (Optional<Link> link = front; link.isPresent(); link = link.get().next()) {
      all.add(link.get().directory());
    }
    int start = all.size();
    for (Optional<Link> link = back; link.isPresent(); link = link.get().next()) {
      all.add(link.get().directory());
    }
    Collections.reverse(all.subList(start, all.size()));
    return all;
  }

  private static Optional<Link> reversed(Optional<Link> links) {
    Optional<Link> turned = Optional.empty();
    for (Optional<Link> link = links; link.isPresent(); link = link.get().next()) {
      turned = Optional.of(new Link(link.get().directory(), turned));
    }
    return turned;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frontier that && size == that.size && toList().equals(that.toList());
  }

  @Override
  public int hashCode() {
    return Objects.hash(size, head());
  }

  @Override
  public String toString() {
    return toList().toString();
  }
}
