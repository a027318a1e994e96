package io.cistern.application.hydrate;

import io.cistern.application.port.NoticeBoard;
import io.cistern.application.port.NoticeBoard.OpenNotice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The opens of this process that wait for their file, for others to see. Safe for use by many threads. */
final class WaitingList {
  private final NoticeBoard notices;
  private final List<OpenNotice> waiting = new ArrayList<>();

  WaitingList(NoticeBoard notices) {
    this.notices = notices;
  }

  /** One that waits until it is closed. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  Place enter(String path, Instant since) {
    OpenNotice notice = new OpenNotice(path, since);
    tell(true, notice);
    return () -> tell(false, notice);
  }

  /** Told under our monitor, so that what is read is never older than what was told last. */
  private synchronized void tell(boolean waits, OpenNotice notice) {
    if (waits) {
      waiting.add(notice);
    } else {
      waiting.remove(notice);
    }
    notices.waiting(List.copyOf(waiting));
  }
}
