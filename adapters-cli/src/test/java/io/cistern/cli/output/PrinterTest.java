package io.cistern.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrinterTest {
  private static final String HOSTILE = "a\u001b[2Jb\nc\u202ed";

  @Test
  void namesAreEscapedOnATerminalAndRawInAPipe() {
    assertThat(new OutputFixture(false, true).printer().name(HOSTILE)).isEqualTo("a\\u001b[2Jb\\nc\\u202ed");
    assertThat(new OutputFixture(false, false).printer().name(HOSTILE)).isEqualTo(HOSTILE);
  }

  @Test
  void nullEndedNamesAreRawEverywhere() {
    OutputFixture output = new OutputFixture(false, true);
    output.printer().nullEnded(HOSTILE);
    output.printer().flush();
    assertThat(output.out()).isEqualTo(HOSTILE + "\0");
  }

  @Test
  void aNoteGoesToStandardErrorUnlessQuiet() {
    OutputFixture loud = new OutputFixture(false, false);
    loud.printer().note("by the way");
    assertThat(loud.err()).isEqualTo("by the way\n");
    assertThat(loud.out()).isEmpty();

    OutputFixture quiet = new OutputFixture(false, false, true, false);
    quiet.printer().note("by the way");
    quiet.printer().warn("mind the gap");
    assertThat(quiet.err()).isEqualTo("warning: mind the gap\n");
  }

  @Test
  void aNoteIsAnObjectWithJson() {
    OutputFixture output = new OutputFixture(true, false);
    output.printer().note("by \"the\" way");
    assertThat(output.err()).isEqualTo("{\"type\":\"note\",\"message\":\"by \\\"the\\\" way\"}\n");
  }

  @Test
  void aDocumentNamesItsSchemaFirst() {
    OutputFixture output = new OutputFixture(true, false);
    output.printer().document("cistern.version/1", json -> json.writeStringProperty("version", "1"));
    assertThat(output.out()).isEqualTo("{\"schema\":\"cistern.version/1\",\"version\":\"1\"}\n");
  }

  @Test
  void theStatusLineIsTakenAwayBeforeALine() {
    OutputFixture output = new OutputFixture(false, true);
    output.printer().status("half way");
    output.printer().line("result");
    output.printer().flush();
    assertThat(output.err()).isEqualTo("\r\u001b[Khalf way\r\u001b[K");
    assertThat(output.out()).isEqualTo("result\n");
  }
}
