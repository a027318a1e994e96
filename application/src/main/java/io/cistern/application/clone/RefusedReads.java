package io.cistern.application.clone;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.Utf8Order;
import java.util.Map;
import java.util.TreeMap;

/** Files whose content was asked for and refused for good in this run; used by the run's own thread. */
final class RefusedReads {
  /** More are not remembered, and asked for once more by whoever wants content: a hostile workspace shall not fill memory. */
  private static final int MOST = 10_000;

  private final Map<String, Failure> reasons = new TreeMap<>(Utf8Order.COMPARATOR);

  void add(String name, Failure reason) {
    if (reasons.size() < MOST) {
      reasons.putIfAbsent(name, reason);
    }
  }

  /** Why, by name, in order. */
  Map<String, Failure> reasons() {
    return reasons;
  }
}
