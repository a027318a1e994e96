package io.cistern.application.fakes;

import io.cistern.application.contract.NoticeBoardContract;
import io.cistern.application.port.NoticeBoard;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.ManualClock;

class InMemoryNoticeBoardTest extends NoticeBoardContract {
  private final InMemoryMirror mirror = new InMemoryMirror(new ManualClock());

  @Override
  protected NoticeBoard create() {
    return mirror.lock().notices();
  }

  @Override
  protected NoticeBoard another() {
    return mirror.another().lock().notices();
  }
}
