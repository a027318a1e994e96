package io.cistern.application.inspect;

import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.placeholder.EagerRules;
import jakarta.inject.Inject;
import java.util.Optional;

/** Says why a path is as it is. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class ExplainPath {
  @Inject
  public ExplainPath(MirrorReader reader, WorkingTree tree, EagerRules eager) {}

  /**
   * Explains a path or a quarantined name; empty when the mirror does not know it.
   *
   * @param name a path from the mirror's root
   */
  public Optional<Explanation> explain(String name) {
    throw new UnsupportedOperationException();
  }
}
