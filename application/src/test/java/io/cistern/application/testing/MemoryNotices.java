package io.cistern.application.testing;

import io.cistern.application.port.NoticeBoard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The notices of a mirror in memory, shared by all its processes, none of which ever dies. */
record MemoryNotices(Shared shared, String process) implements NoticeBoard {
  /** What all processes say. */
  static final class Shared {
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final ConcurrentMap<String, PassNotice> passes = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, List<OpenNotice>> opens = new ConcurrentHashMap<>();
  }

  @Override
  public void wantPass() {
    shared.wanted.set(true);
  }

  @Override
  public boolean passIsWanted() {
    return shared.wanted.get();
  }

  @Override
  public boolean takeWanted() {
    return shared.wanted.getAndSet(false);
  }

  @Override
  public void tell(PassNotice notice) {
    shared.passes.put(process, notice);
  }

  @Override
  public void passEnded() {
    shared.passes.remove(process);
  }

  @Override
  public void waiting(List<OpenNotice> opens) {
    if (opens.isEmpty()) {
      shared.opens.remove(process);
    } else {
      shared.opens.put(process, List.copyOf(opens));
    }
  }

  @Override
  public Notices read() {
    Optional<RunningPass> pass =
        shared.passes.entrySet().stream().map(each -> new RunningPass(number(each), each.getValue())).findFirst();
    return new Notices(
        pass, shared.opens.entrySet().stream()
            .map(each -> new WaitingOpens(number(each), each.getValue().size(), each.getValue().getFirst())).toList());
  }

  private static long number(Map.Entry<String, ?> each) {
    return Long.parseLong(each.getKey().replaceAll("\\D", ""));
  }
}
