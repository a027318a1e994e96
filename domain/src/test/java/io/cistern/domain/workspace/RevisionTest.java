package io.cistern.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RevisionTest {
  @Test
  void comparesNumberedRevisionsByNumber() {
    assertThat(new Revision("rev_9")).isLessThan(new Revision("rev_10"));
    assertThat(new Revision("rev_10")).isEqualByComparingTo(new Revision("rev_10"));
  }

  @Test
  void comparesAnythingElseAsBytes() {
    assertThat(new Revision("b")).isGreaterThan(new Revision("a"));
    assertThat(new Revision("rev_x")).isGreaterThan(new Revision("rev_10"));
  }
}
