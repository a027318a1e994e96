package io.cistern.cli.command;

import io.cistern.application.port.MirrorIdentity;
import io.cistern.cli.output.Fields;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.MirrorMemory;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.wiring.Accounts;
import io.cistern.cli.wiring.Budgets;
import io.cistern.domain.budget.BudgetState;
import io.cistern.domain.budget.BudgetState.ClosedGate;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.quota.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/** What keeps this mirror from asking its broker, for people and as JSON: nothing, most of the time. */
record GatesView(List<ClosedGate> gates, String workspace) {
  static final GatesView NONE = new GatesView(List.of(), "");

  /** Every gate that concerns a mirror. */
  static GatesView of(MirrorIdentity mirror, Surroundings surroundings) {
    return of(mirror, surroundings, endpoint -> true);
  }

  /** The gates that a read of a file meets. */
  static GatesView ofReading(MirrorIdentity mirror, Surroundings surroundings) {
    return of(mirror, surroundings, "file"::equals);
  }

  /** The gates of a home, of whichever workspace. */
  static GatesView ofHome(Accounts accounts, HomeName home) {
    return new GatesView(accounts.gates(home), "");
  }

  private static GatesView of(MirrorIdentity mirror, Surroundings surroundings, Predicate<String> endpoints) {
    String workspace = mirror.workspace().value() + "/";
    List<ClosedGate> closed;
    try {
      closed = new MirrorMemory(surroundings).recall(mirror.id())
          .filter(memory -> memory.baseUrl().equals(mirror.baseUrl()))
          .map(memory -> Budgets.closed(memory.baseUrl(), memory.token(), surroundings))
          .orElse(List.of());
    } catch (CisternException unreadable) {
      closed = List.of(); // whoever asks the broker hears of it
    }
    return new GatesView(closed.stream().filter(gate -> isForAll(gate) || (gate.endpoint().startsWith(workspace)
        && endpoints.test(gate.endpoint().substring(workspace.length())))).toList(), workspace);
  }

  List<String> lines(Printer printer, Instant now) {
    return gates.stream().map(gate -> {
      Admission.Refused refused = gate.passage().admission();
      String what = endpoint(gate).map(endpoint -> endpoint + ": ").orElse("");
      return "  gate      " + printer.name(what + refused.reason()) + "; next request in "
          + People.span(Duration.between(now, refused.retryAt())) + " (" + refused.retryAt() + ")";
    }).toList();
  }

  void json(JsonGenerator json) {
    json.writeObjectPropertyStart("remote");
    json.writeObjectPropertyStart("admission");
    Optional<Admission.Refused> all =
        gates.stream().filter(GatesView::isForAll).findFirst().map(gate -> gate.passage().admission());
    json.writeBooleanProperty("allowed", all.isEmpty());
    all.ifPresent(refused -> refusal(json, refused));
    json.writeEndObject();
    list(json);
    json.writeEndObject();
  }

  /** All of them, as the property {@code gates}. */
  void list(JsonGenerator json) {
    json.writeArrayPropertyStart("gates");
    for (ClosedGate gate : gates) {
      json.writeStartObject();
      json.writeStringProperty("gate", gate.passage().gate().name().toLowerCase(Locale.ROOT));
      Fields.optional(json, "endpoint", endpoint(gate));
      refusal(json, gate.passage().admission());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private Optional<String> endpoint(ClosedGate gate) {
    return isForAll(gate) ? Optional.empty() : Optional.of(gate.endpoint().substring(workspace.length()));
  }

  private static void refusal(JsonGenerator json, Admission.Refused refused) {
    json.writeStringProperty("reason", refused.reason());
    Fields.time(json, "retryAt", Optional.of(refused.retryAt()));
  }

  private static boolean isForAll(ClosedGate gate) {
    return gate.endpoint().equals(BudgetState.HOME);
  }
}
