package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteBudget;
import io.cistern.application.port.RemoteWorkspace.ExportOutcome;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.Passage.Gate;
import io.cistern.domain.budget.Work;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.quota.Admission;
import io.cistern.domain.time.Deadline;
import io.cistern.http.client.StatusMapper.Hold;
import io.cistern.http.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each answer to an export means: contract 8 and the hosted service's habits [H].
 *
 * <p>{@code falls-through} leaves it for the tree in the same cycle; any other word is the failure that stays visible.
 * {@code asked} is how often the question is asked when nothing says when to come back. {@code holds} is whom a
 * {@code Retry-After} keeps away: nobody, the export of this workspace, or every request of the home.
 */
final class ExportClassificationTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static final String TABLE = """
      # status | code                  | message                  | outcome                 | asked | holds
      # success without the document asked for; a redirect is never followed
        204    |                       |                          | falls-through           | 1     | NOBODY
        301    |                       |                          | REMOTE_BROKEN_ANSWER    | 1     | NOBODY
      # this export cannot be had
        400    | bad_request           | invalid format           | falls-through           | 1     | NOBODY
        400    |                       |                          | falls-through           | 1     | NOBODY
        404    | not_found             | route not found          | falls-through           | 1     | NOBODY
        404    |                       |                          | falls-through           | 1     | NOBODY
        413    | payload_too_large     | over 128 MiB             | falls-through           | 1     | NOBODY
        413    |                       |                          | falls-through           | 1     | NOBODY
      # nothing can be had
        400    | fork_closed           |                          | REMOTE_BROKEN_ANSWER    | 1     | NOBODY
        401    | unauthorized          | token expired            | NOT_AUTHORISED          | 1     | NOBODY
        401    |                       |                          | NOT_AUTHORISED          | 1     | NOBODY
        403    | forbidden             | workspace mismatch       | FORBIDDEN               | 1     | NOBODY
        403    |                       |                          | FORBIDDEN               | 1     | NOBODY
        409    | revision_conflict     |                          | REMOTE_BROKEN_ANSWER    | 1     | NOBODY
        410    |                       |                          | WORKSPACE_GONE          | 1     | NOBODY
        422    | merge_ineligible      |                          | REMOTE_BROKEN_ANSWER    | 1     | NOBODY
      # too many requests: of this account, or of everybody's exports
        429    | rate_limited          | slow down                | REMOTE_RATE_LIMITED     | 4     | HOME
        429    |                       |                          | REMOTE_RATE_LIMITED     | 4     | HOME
        429    | unheard_of            |                          | REMOTE_RATE_LIMITED     | 4     | HOME
        429    | queue_full            |                          | REMOTE_BUSY             | 4     | ENDPOINT
        429    | delete_storm_rejected |                          | REMOTE_BUSY             | 4     | ENDPOINT
        429    | workspace_busy        |                          | falls-through           | 1     | ENDPOINT
        429    | workspace_busy        | write_admission_limit    | falls-through           | 1     | ENDPOINT
      # a passing fault
        408    |                       |                          | REMOTE_UNAVAILABLE      | 4     | ENDPOINT
        425    |                       |                          | REMOTE_UNAVAILABLE      | 4     | ENDPOINT
        500    | internal_error        | oops                     | REMOTE_UNAVAILABLE      | 4     | ENDPOINT
        500    | export_error          | bad base64               | REMOTE_UNAVAILABLE      | 4     | ENDPOINT
        500    |                       |                          | REMOTE_UNAVAILABLE      | 4     | ENDPOINT
        502    |                       |                          | REMOTE_UNAVAILABLE      | 4     | ENDPOINT
        503    | unavailable           | jwks unreachable         | REMOTE_UNAVAILABLE      | 4     | ENDPOINT
        504    |                       |                          | REMOTE_UNAVAILABLE      | 4     | ENDPOINT
      # a fault of exports, which the tree does not share
        500    | export_error          | the export is Overloaded | falls-through           | 1     | ENDPOINT
        502    |                       | upstream overloaded      | falls-through           | 1     | ENDPOINT
        503    | unavailable           | overloaded, try later    | falls-through           | 1     | ENDPOINT
        503    | overloaded            |                          | falls-through           | 1     | ENDPOINT
        504    |                       | OVERLOADED               | falls-through           | 1     | ENDPOINT
      """;

  private final ManualTime time = new ManualTime();
  private final RemoteBudget gate = new InMemoryRemoteGate();

  @ParameterizedTest
  @CsvSource(textBlock = TABLE, delimiter = '|')
  void leavesOrKeepsTheExport(int status, String code, String message, String outcome, int asked) {
    Canned broker = new Canned(status, body(code, message), Map.of());

    assertThat(outcome(broker)).isEqualTo(outcome);
    assertThat(broker.requests()).isEqualTo(asked);
    assertThat(time.passed()).as("pauses between tries").isLessThan(Duration.ofSeconds(1));
    assertThat(held()).isEqualTo(Hold.NOBODY);
  }

  @ParameterizedTest
  @CsvSource(textBlock = TABLE, delimiter = '|')
  void keepsAwayWhomTheBrokerMeans(int status, String code, String message, String outcome, int asked, Hold holds) {
    Canned broker = new Canned(status, body(code, message), Map.of("Retry-After", "3600"));

    assertThat(outcome(broker)).as("the same, told at once").isEqualTo(outcome);
    assertThat(broker.requests()).as("a wait that does not fit is not begun").isEqualTo(1);
    assertThat(time.passed()).isLessThan(Duration.ofSeconds(1));
    assertThat(held()).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(textBlock = TABLE, delimiter = '|')
  void saysWhenToComeBackWhereAskingAgainMayHelp(
      int status, String code, String message, String outcome, int asked, Hold holds) {
    Canned broker = new Canned(status, body(code, message), Map.of("Retry-After", "3600"));

    Optional<Instant> notBefore = failure(broker).flatMap(failure -> failure.notBefore());

    boolean visible = !outcome.equals("falls-through");
    assertThat(notBefore).isEqualTo(
        visible && holds != Hold.NOBODY ? Optional.of(ManualTime.START.plus(HOUR)) : Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[]\n", " [ ] "})
  void anEmptyExportIsFinishedAndProvesNothingByItself(String body) {
    Canned broker = new Canned(200, body, Map.of());

    assertThat(export(broker, new ArrayList<>())).isEqualTo(new ExportOutcome.Finished(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", " ", "null", "{}", "1", "\"text\"", "[1]", "[{}]", "[[]]", "[]]", "[],", "[] []", "]", "<html>busy</html>",
      "{\"files\":[]}", "[{\"path\":\"/a\"}]", "[{\"path\":7,\"revision\":\"r\",\"content\":\"\"}]",
      "[{\"path\":\"/a\",\"revision\":\"r\",\"content\":\"x\",\"encoding\":\"rot13\"}]"})
  void anExportThatIsNotTheContractsIsLeftForTheTree(String body) {
    Canned broker = new Canned(200, body, Map.of());

    assertThat(export(broker, new ArrayList<>())).isInstanceOf(ExportOutcome.FellThrough.class);
    assertThat(broker.requests()).isEqualTo(1);
  }

  @Test
  void anExportThatIsCutAnywhereIsLeftForTheTreeWithWhatHadArrived() {
    String first = "{\"path\":\"/a\",\"revision\":\"rev_1\",\"content\":\"x\"}";
    String body = "[" + first + ",{\"path\":\"/b\",\"revision\":\"rev_2\",\"content\":\"y\",\"semantics\":{}}]";
    for (int sent = 0; sent < body.length(); sent++) {
      Canned broker = new Canned(200, body.substring(0, sent), Map.of());
      List<String> delivered = new ArrayList<>();

      ExportOutcome outcome = export(broker, delivered);

      assertThat(outcome).as("cut after " + sent).isInstanceOf(ExportOutcome.FellThrough.class);
      assertThat(broker.requests()).isEqualTo(1);
      List<String> whole = sent <= first.length() ? List.of()
          : sent < body.length() - 1 ? List.of("/a")
              : List.of("/a", "/b");
      assertThat(delivered).as("cut after " + sent).isEqualTo(whole);
    }
  }

  @Test
  void theReasonIsOneLineForPeopleWithoutTheToken() {
    String unkind = "{\"code\":\"not\\nfound\",\"message\":\"no\\u001b[2J \\u2028way for s3cr3t-token\\r\\n\"}";

    assertThat(reason(new Canned(404, unkind, Map.of())))
        .isEqualTo("exporting /: http://localhost answered 404 not?found (no?[2J ?way for (token)??)");
    assertThat(reason(new Canned(200, "[s3cr3t-token", Map.of())))
        .isEqualTo("exporting /: the answer is not JSON");
    assertThat(reason(new Canned(404, "{\"message\":\"" + "x".repeat(9000) + "\"}", Map.of())))
        .hasSizeLessThan(400);
  }

  private String reason(Canned broker) {
    return ((ExportOutcome.FellThrough) export(broker, new ArrayList<>())).reason();
  }

  private ExportOutcome export(Canned broker, List<String> delivered) {
    return broker.remote(time, gate).export(
        "/", content -> delivered.add(content.name()), Deadline.after(time.instant(), Duration.ofMinutes(1)));
  }

  private String outcome(Canned broker) {
    return failure(broker).map(failure -> failure.code().name()).orElse("falls-through");
  }

  private Optional<Failure.Remote> failure(Canned broker) {
    try {
      assertThat(export(broker, new ArrayList<>())).isInstanceOf(ExportOutcome.FellThrough.class);
      return Optional.empty();
    } catch (CisternException e) {
      return Optional.of((Failure.Remote) e.failure());
    }
  }

  /** Whom the gate keeps away; until when is the same for all. */
  private Hold held() {
    return switch (gate.ask("ws/export", Work.UNCOUNTED, time.instant())) {
      case Passage.Open _ -> Hold.NOBODY;
      case Passage.Closed(Gate closed, Admission.Refused refused) -> {
        assertThat(refused.retryAt()).isEqualTo(ManualTime.START.plus(HOUR));
        boolean home = gate.ask("ws/tree", Work.UNCOUNTED, time.instant()) instanceof Passage.Closed;
        assertThat(home).isEqualTo(closed == Gate.HOME);
        yield home ? Hold.HOME : Hold.ENDPOINT;
      }
    };
  }

  private static String body(String code, String message) {
    return code == null && message == null
        ? "<html>a proxy's page</html>"
        : "{\"code\":\"" + (code == null ? "" : code) + "\",\"message\":\"" + (message == null ? "" : message) + "\"}";
  }
}
