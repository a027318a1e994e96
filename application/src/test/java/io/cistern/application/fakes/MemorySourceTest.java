package io.cistern.application.fakes;

import io.cistern.application.contract.LocalSourceContract;
import io.cistern.application.contract.SourceFixture;
import io.cistern.application.port.LocalSource;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.MemorySource;
import io.cistern.domain.change.Refusal;

/** The source in memory sits the exam of every source. */
class MemorySourceTest extends LocalSourceContract {
  @Override
  protected SourceFixture create() {
    MemorySource source = new MemorySource(new ManualClock());
    return new SourceFixture() {
      @Override
      public LocalSource source() {
        return source;
      }

      @Override
      public void writes(String name, String text) {
        source.file(name, text);
      }

      @Override
      public void removes(String name) {
        source.remove(name);
      }

      @Override
      public void links(String name) {
        source.other(name, Refusal.SYMBOLIC_LINK);
      }

      @Override
      public void putsPipe(String name) {
        source.other(name, Refusal.SPECIAL_FILE);
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }
}
