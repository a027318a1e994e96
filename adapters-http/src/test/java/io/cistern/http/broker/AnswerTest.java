package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.testing.ManualClock;
import io.cistern.http.broker.chaos.Chaos;
import io.cistern.http.broker.chaos.ChaosSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnswerTest {
  private final List<String> told = new ArrayList<>();
  private final Answer answer =
      new Answer(new Told(), new Chaos(ChaosSpec.none(), new ManualClock()).faults("file", Optional.empty()));

  @Test
  void whatIsLeftForTheEndIsDoneWhenAllIsWrittenAndBeforeTheEndGoesOut() throws IOException {
    answer.beforeEnd(() -> told.add("log " + answer.status() + " " + answer.bytes()));

    OutputStream body = answer.open(200, Answer.JSON);
    body.write("12345".getBytes(StandardCharsets.US_ASCII));
    body.close();
    answer.end();

    assertThat(told).containsExactly("5 bytes", "log 200 5", "end");
  }

  @Test
  void ofAnAnswerThatIsBrokenOffItIsDoneToo() throws IOException {
    answer.beforeEnd(() -> told.add("log " + answer.status() + " " + answer.bytes()));

    OutputStream body = answer.open(200, Answer.JSON);
    body.write("12345".getBytes(StandardCharsets.US_ASCII));
    body.flush();
    answer.end();

    assertThat(told).containsExactly("5 bytes", "log 200 5");
  }

  /** Tells what goes out, and when. */
  private final class Told implements Wire {
    @Override
    public void header(String name, String value) {}

    @Override
    public OutputStream begin(int status, String contentType) {
      return new OutputStream() {
        @Override
        public void write(int b) {
          told.add("1 byte");
        }

        @Override
        public void write(byte[] piece, int offset, int length) {
          told.add(length + " bytes");
        }

        @Override
        public void close() {
          told.add("end");
        }
      };
    }
  }
}
