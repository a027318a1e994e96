package io.cistern.fs.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.contract.SharedReadingsContract;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.SharedReadings;
import io.cistern.application.testing.FakeCredentials;
import io.cistern.application.testing.FakeHelpers;
import io.cistern.domain.probe.Freshness;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.mirror.SystemPauses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileReadingsTest extends SharedReadingsContract {
  private static final HomeName WORK = new HomeName("work");
  private static final ProbeTarget TARGET = ProbeTarget.broker(WORK);

  @TempDir
  private Path directory;

  @Override
  protected SharedReadings create() {
    Pauses pauses = new SystemPauses(InstantSource.system());
    return FileReadings.in(directory, InstantSource.system(), pauses);
  }

  @Override
  protected SharedReadings another() {
    return create();
  }

  @Test
  void filesAreTheUsersAlone() throws IOException {
    keep();

    try (var files = Files.list(directory)) {
      assertThat(files.toList()).isNotEmpty().allSatisfy(file -> assertThat(
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
    }
  }

  @Test
  void aFileThatCannotBeReadIsNoReading() throws IOException {
    keep();
    Files.writeString(directory.resolve("work.broker.json"), "{\"drops\":");

    assertThat(create().known(TARGET, FakeCredentials.number(1))).isEmpty();
    keep();
    assertThat(create().known(TARGET, FakeCredentials.number(1))).isPresent();
  }

  @Test
  void aReadingOfTheFutureStaysOneSoThatAClockThatWasSetBackMakesNothingFresh() {
    Instant future = Instant.parse("2126-01-01T12:00:00Z");
    try (SharedReadings.Turn turn = create().turn(TARGET, Deadline.NEVER).orElseThrow()) {
      turn.keep(FakeCredentials.number(1), FakeHelpers.reading(WORK, future));
    }

    assertThat(create().known(TARGET, FakeCredentials.number(1))).hasValueSatisfying(reading -> {
      assertThat(reading.fetchedAt()).isEqualTo(future);
      assertThat(Freshness.DEFAULT.isFresh(reading, InstantSource.system().instant())).isFalse();
    });
  }

  private void keep() {
    try (SharedReadings.Turn turn = create().turn(TARGET, Deadline.NEVER).orElseThrow()) {
      turn.keep(FakeCredentials.number(1), FakeHelpers.reading(WORK, Instant.parse("2026-01-01T12:00:00Z")));
    }
  }
}
