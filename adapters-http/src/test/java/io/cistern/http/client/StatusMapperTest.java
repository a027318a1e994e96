package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.http.client.StatusMapper.Hold;
import io.cistern.http.client.StatusMapper.Meaning;
import io.cistern.http.testing.ManualTime;
import io.cistern.http.wire.ErrorBody;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusMapperTest {
  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
      // status, code, message, meaning
      "200, -, -, OK",
      "201, -, -, NO_DOCUMENT",
      "202, -, -, NO_DOCUMENT",
      "204, -, -, NO_DOCUMENT",
      "206, -, -, NO_DOCUMENT",
      "301, -, -, REDIRECT",
      "302, -, -, REDIRECT",
      "304, -, -, REDIRECT",
      "307, -, -, REDIRECT",
      "400, bad_request, invalid input, BAD_REQUEST",
      "400, -, -, BAD_REQUEST",
      "400, fork_closed, -, REJECTED",
      "401, unauthorized, -, NOT_AUTHORISED",
      "401, -, -, NOT_AUTHORISED",
      "403, forbidden, -, FORBIDDEN",
      "403, -, <html>, FORBIDDEN",
      "404, not_found, -, NOT_FOUND",
      "404, -, -, NOT_FOUND",
      "405, -, -, REJECTED",
      "407, -, -, REJECTED",
      "408, -, -, UNAVAILABLE",
      "409, revision_conflict, -, REJECTED",
      "409, merge_conflict, -, REJECTED",
      "409, merge_base_unavailable, -, REJECTED",
      "410, -, -, WORKSPACE_GONE",
      "412, precondition_failed, -, REJECTED",
      "413, payload_too_large, -, TOO_LARGE",
      "413, -, -, TOO_LARGE",
      "422, merge_ineligible, -, REJECTED",
      "425, -, -, UNAVAILABLE",
      "429, rate_limited, -, RATE_LIMITED",
      "429, -, -, RATE_LIMITED",
      "429, unheard_of, -, RATE_LIMITED",
      "429, queue_full, -, QUEUE_FULL",
      "429, delete_storm_rejected, -, QUEUE_FULL",
      "429, workspace_busy, -, WORKSPACE_BUSY",
      "500, internal_error, -, UNAVAILABLE",
      "500, export_error, -, UNAVAILABLE",
      "500, -, -, UNAVAILABLE",
      "502, -, -, UNAVAILABLE",
      "503, unavailable, jwks unreachable, UNAVAILABLE",
      "503, -, the export is Overloaded, OVERLOADED",
      "529, -, overloaded, OVERLOADED",
      "599, -, -, UNAVAILABLE",
  })
  void understandsEveryStatusAndCodeOfTheContract(int status, String code, String message, Meaning meaning) {
    ErrorBody body = new ErrorBody(Optional.ofNullable(code), Optional.ofNullable(message));

    assertThat(StatusMapper.meaning(status, body)).isEqualTo(meaning);
  }

  @ParameterizedTest
  @EnumSource(Meaning.class)
  void onlyWhatMayHelpIsAskedAgainAndOnlyThatHoldsAnything(Meaning meaning) {
    assertThat(meaning.again()).isEqualTo(meaning.hold() != Hold.NOBODY);
    assertThat(meaning.code().retryable() || !meaning.again()).isTrue();
    assertThat(meaning.hold() == Hold.HOME).isEqualTo(meaning.code() == RemoteCode.REMOTE_RATE_LIMITED);
  }

  @Test
  void anExportIsLeftForTheTreeForTheReasonsOfTheDesignAndNoOther() {
    assertThat(Meaning.values()).filteredOn(Meaning::fallsThrough).containsExactlyInAnyOrder(
        Meaning.BAD_REQUEST, Meaning.NOT_FOUND, Meaning.TOO_LARGE, Meaning.WORKSPACE_BUSY, Meaning.OVERLOADED,
        Meaning.NO_DOCUMENT);
  }

  @Test
  void keepsRetryAfterToTheMillisecond() {
    Instant now = ManualTime.START.plusMillis(123);

    assertThat(StatusMapper.notBefore("7", now)).contains(now.plusSeconds(7));
    assertThat(StatusMapper.notBefore(" 60 ", now)).contains(now.plusSeconds(60));
    assertThat(StatusMapper.notBefore("Fri, 20 Nov 2026 09:00:02 GMT", now))
        .contains(Instant.parse("2026-11-20T09:00:02Z"));
    assertThat(StatusMapper.notBefore("999999999999999999", now)).contains(now.plus(Duration.ofDays(3650)));
    assertThat(StatusMapper.notBefore("Sat, 20 Nov 9999 09:00:02 GMT", now)).contains(now.plus(Duration.ofDays(3650)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "", "-1", "1.5", "soon", "Fri, 20 Nov 2026 08:59:59 GMT", "9999999999999999999999"})
  void takesNothingFromARetryAfterThatSaysNothingUsable(String text) {
    assertThat(StatusMapper.notBefore(text, ManualTime.START)).isEmpty();
  }
}
