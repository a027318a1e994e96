package io.cistern.cli.command;

import io.cistern.application.probe.AccountReading;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Fields;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.budget.Forecast;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.probe.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** What accounts have left, for people and for programs. */
final class QuotaView {
  private final List<AccountReading> readings;
  private final Instant now;
  private final ZoneId zone;
  private final Function<HomeName, GatesView> gates;

  /** @param gates what keeps a home from asking */
  QuotaView(List<AccountReading> readings, Function<HomeName, GatesView> gates, Surroundings surroundings) {
    this.gates = gates;
    this.readings = readings;
    this.now = surroundings.clock().instant();
    this.zone = surroundings.zone();
  }

  /** 0 when every account is known; 3 when some are; the code of the common cause when none is. */
  static int code(List<AccountReading> readings) {
    List<Integer> codes = readings.stream().map(QuotaView::code).distinct().toList();
    if (codes.size() <= 1) {
      return codes.stream().findFirst().orElse(ExitCode.DONE);
    }
    return codes.contains(ExitCode.DONE) ? ExitCode.PARTLY_DONE : ExitCode.FAILED;
  }

  void print(Printer printer) {
    if (printer.json()) {
      printer.document("cistern.quota/1", json -> {
        json.writeArrayPropertyStart("homes");
        readings.forEach(reading -> write(json, reading));
        json.writeEndArray();
      });
    } else {
      readings.forEach(reading -> print(printer, reading));
    }
  }

  /** What a service does not tell is no fault of anybody's. */
  private static int code(AccountReading reading) {
    if (reading.failure().isPresent()) {
      return ExitCode.TEMPORARY;
    }
    return switch (status(reading)) {
      case AVAILABLE, UNSUPPORTED -> ExitCode.DONE;
      case UNAVAILABLE -> ExitCode.TEMPORARY;
      case NO_CREDENTIAL -> ExitCode.USAGE;
      case INVALID_CREDENTIAL -> ExitCode.NOT_AUTHORISED;
    };
  }

  private static ReadingStatus status(AccountReading reading) {
    return reading.reading().map(Reading::status).orElse(ReadingStatus.UNAVAILABLE);
  }

  private void write(JsonGenerator json, AccountReading reading) {
    json.writeStartObject();
    json.writeStringProperty("home", reading.target().home().value());
    json.writeStringProperty("provider", reading.target().provider().value());
    Optional<Reading> known = reading.reading();
    Fields.optional(json, "account", known.flatMap(Reading::account));
    Fields.optional(json, "plan", known.flatMap(Reading::plan));
    json.writeStringProperty("status", status(reading).wireName());
    Fields.optional(json, "source", known.map(one -> one.source().wireName()));
    Fields.time(json, "fetchedAt", known.map(Reading::fetchedAt));
    if (known.isPresent()) {
      json.writeNumberProperty("ageSeconds", age(known.get()).toSeconds());
    } else {
      json.writeNullProperty("ageSeconds");
    }
    json.writeBooleanProperty("stale", reading.stale());
    Fields.optional(json, "failure", reading.failure());
    json.writeArrayPropertyStart("windows");
    known.map(Reading::windows).orElse(List.of()).forEach(window -> write(json, window));
    json.writeEndArray();
    forecast(reading).ifPresentOrElse(forecast -> {
      json.writeObjectPropertyStart("forecast");
      json.writeNumberProperty("files", forecast.files());
      json.writeStringProperty("before", forecast.before().toString());
      json.writeEndObject();
    }, () -> json.writeNullProperty("forecast"));
    gates(reading).list(json);
    json.writeEndObject();
  }

  /** A home's budget is for its broker alone. */
  private GatesView gates(AccountReading reading) {
    return reading.target().provider().equals(ProviderName.BROKER)
        ? gates.apply(reading.target().home())
        : GatesView.NONE;
  }

  /** How far a broker's account goes; nothing is promised on what is stale. */
  private Optional<Forecast> forecast(AccountReading reading) {
    return reading.reading()
        .filter(_ -> !reading.stale() && reading.target().provider().equals(ProviderName.BROKER))
        .flatMap(known -> Forecast.of(known.windows(), OptionalLong.empty(), now));
  }

  private static void write(JsonGenerator json, Window window) {
    json.writeStartObject();
    json.writeStringProperty("label", window.label());
    json.writeNumberProperty("limit", window.limit());
    json.writeNumberProperty("used", window.used());
    json.writeNumberProperty("remaining", window.remaining());
    json.writeStringProperty("resetsAt", window.resetsAt().toString());
    json.writeEndObject();
  }

  private void print(Printer printer, AccountReading reading) {
    boolean broker = reading.target().provider().equals(ProviderName.BROKER);
    String who = reading.target().home() + (broker ? "" : " " + reading.target().provider())
        + reading.reading().flatMap(Reading::account).map(account -> "  " + printer.name(account)).orElse("")
        + reading.reading().flatMap(Reading::plan).map(plan -> " (" + printer.name(plan) + ")").orElse("");
    printer.line(printer.style().strong(who) + "  " + said(printer, reading));
    reading.reading().map(Reading::windows).orElse(List.of()).forEach(window -> printer.line(line(printer, window)));
    forecast(reading).ifPresent(forecast -> printer.line("  enough for     " + forecast.words(now, zone)));
    gates(reading).lines(printer, now).forEach(printer::line);
    reading.failure().ifPresent(why -> printer.line("  " + printer.style().warn("not asked anew: ") + why));
  }

  private String said(Printer printer, AccountReading reading) {
    if (reading.reading().isEmpty()) {
      return printer.style().warn("unknown");
    }
    Reading known = reading.reading().get();
    String asOf = "as of " + People.ago(known.fetchedAt(), now) + ", " + known.source().wireName();
    return switch (known.status()) {
      case AVAILABLE -> printer.style().faint(asOf)
          + (reading.stale() ? printer.style().warn("  stale") : "");
      case UNAVAILABLE -> printer.style().warn("the service could not say") + "  " + printer.style().faint(asOf);
      case UNSUPPORTED -> "the service does not tell what is left";
      case NO_CREDENTIAL -> printer.style().warn("no credential") + ": cistern login --home " + reading.target().home();
      case INVALID_CREDENTIAL ->
        printer.style().bad("the service does not take the credential") + ": cistern login --home "
            + reading.target().home();
    };
  }

  private String line(Printer printer, Window window) {
    boolean bytes = window.label().startsWith("bytes");
    String left = bytes
        ? People.size(window.remaining()) + " of " + People.size(window.limit())
        : People.count(window.remaining()) + " of " + People.count(window.limit());
    return String.format("  %-14s %s left, all again in %s", printer.name(window.label()), left,
        People.span(Duration.between(now, window.resetsAt())));
  }

  private Duration age(Reading reading) {
    Duration age = Duration.between(reading.fetchedAt(), now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
