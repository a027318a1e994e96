package io.cistern.fs.testing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One change of names that a power cut keeps or drops as a whole.
 *
 * @param what for traces
 */
record NameChange(String what, List<Binding> bindings, boolean forced) {
  /**
   * What one name leads to after the change.
   *
   * @param key the folded name
   * @param entry empty when the name is gone
   */
  record Binding(long directory, String key, Optional<SimEntry> entry) {}

  /** A name in a directory, whatever it leads to. */
  record Place(long directory, String key) {}

  boolean touches(long directory) {
    return bindings.stream().anyMatch(binding -> binding.directory() == directory);
  }

  Stream<Place> places() {
    return bindings.stream().map(binding -> new Place(binding.directory(), binding.key()));
  }

  NameChange asForced() {
    return forced ? this : new NameChange(what, bindings, true);
  }
}
