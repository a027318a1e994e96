package io.cistern.cli.command;

import io.cistern.application.inspect.LocalChanges;
import io.cistern.application.inspect.LocalChanges.Kind;
import io.cistern.application.inspect.LocalChanges.LocalChange;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.domain.manifest.StateCounts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What {@code pull} came to. */
record PullView(NamesView names, PathArguments paths, Printer printer) {
  /** Enough to recognise what one was at; {@code status} and {@code ls} have the rest. */
  private static final int SHOWN = 5;

  /** @param recorded changes made here that this run has found and written down */
  void print(LocalChanges local, long recorded, int code) {
    StateCounts counts = names.session().reader().read().manifest().counts();
    Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
    List<LocalChange> first = new ArrayList<>();
    local.list(change -> {
      kinds.merge(change.kind(), 1L, Long::sum);
      if (printer.json()) {
        line(change);
      } else if (first.size() < SHOWN) {
        first.add(change);
      }
    });
    if (printer.json()) {
      summary(counts, kinds, recorded, code);
      return;
    }
    names.lines(printer, counts);
    people(kinds, first);
    names.attention(printer);
  }

  private void line(LocalChange change) {
    printer.jsonLine("local", json -> {
      json.writeStringProperty("path", change.name());
      json.writeStringProperty("change", Words.kebab(change.kind().name()));
    });
  }

  private void summary(StateCounts counts, Map<Kind, Long> kinds, long recorded, int code) {
    printer.jsonLine("summary", json -> {
      json.writeStringProperty("verb", "pull");
      names.json(json, counts);
      json.writeNumberProperty("recorded", recorded);
      json.writeObjectPropertyStart("local");
      for (Kind kind : Kind.values()) {
        json.writeNumberProperty(Words.kebab(kind.name()), kinds.getOrDefault(kind, 0L));
      }
      json.writeEndObject();
      json.writeNumberProperty("exitCode", code);
    });
  }

  private void people(Map<Kind, Long> kinds, List<LocalChange> first) {
    long all = kinds.values().stream().mapToLong(Long::longValue).sum();
    if (all == 0) {
      return;
    }
    List<String> parts = new ArrayList<>();
    kinds.forEach((kind, count) -> parts.add(People.count(count) + " " + kind.text()));
    printer.line("  local      " + String.join(", ", parts) + "; left as they are");
    for (LocalChange change : first) {
      printer.line("             " + printer.name(paths.shown(change.name())) + "  " + change.kind().text());
    }
    if (all > first.size()) {
      printer.line("             and " + People.count(all - first.size()) + " more   → cistern ls -r");
    }
  }
}
