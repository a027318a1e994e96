package io.cistern.domain.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordGroupTest {
  @Test
  void flawF8NoPathStandsTwiceInAGroup() {
    WorkspacePath path = WorkspacePath.parse("/a").orElseThrow();
    LogRecord record = new LogRecord.Switched(
        new Publication(path, new Expected.Absent(), new Target.Placeholder()), Optional.empty(), Origin.CLONE);

    assertThatThrownBy(() -> RecordGroup.of(record, record)).isInstanceOf(InvariantViolated.class);
  }

  @Test
  void holdsAtLeastOneRecord() {
    assertThatThrownBy(() -> new RecordGroup(List.of())).isInstanceOf(InvariantViolated.class);
  }

  @Test
  void flawF18AMoveHasTwoEndsAndTheNewNameIsSwitchedFirst() {
    WorkspacePath from = WorkspacePath.parse("/a").orElseThrow();
    WorkspacePath to = WorkspacePath.parse("/b").orElseThrow();
    Expected.Content content = new Expected.Content(ContentHash.OF_NOTHING, Optional.empty());
    LogRecord arrival = new LogRecord.Switched(
        new Publication(to, new Expected.Absent(), new Target.MovedFrom(from, content)), Optional.empty(), Origin.MOVE);
    LogRecord departure = new LogRecord.Switched(
        new Publication(from, content, new Target.MovedTo(to)), Optional.empty(), Origin.MOVE);

    RecordGroup.of(arrival, departure);

    assertThatThrownBy(() -> RecordGroup.of(arrival)).isInstanceOf(InvariantViolated.class);
    assertThatThrownBy(() -> RecordGroup.of(departure)).isInstanceOf(InvariantViolated.class);
    assertThatThrownBy(() -> RecordGroup.of(departure, arrival)).isInstanceOf(InvariantViolated.class);
  }
}
