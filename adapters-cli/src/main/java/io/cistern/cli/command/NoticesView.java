package io.cistern.cli.command;

import io.cistern.application.port.NoticeBoard.Notices;
import io.cistern.application.port.NoticeBoard.PassNotice;
import io.cistern.application.port.NoticeBoard.RunningPass;
import io.cistern.application.port.NoticeBoard.WaitingOpens;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** How far a pass is and which opens wait, for people and as JSON. */
record NoticesView(Notices notices) {
  List<String> lines(Printer printer, PathArguments paths, Instant now) {
    List<String> lines = new ArrayList<>();
    notices.pass().ifPresent(pass -> lines.add(
        "  hydrating " + People.count(pass.notice().done()) + " of " + People.count(pass.notice().total()) + " done, "
            + People.size(pass.notice().bytes()) + ", begun " + People.ago(pass.notice().since(), now)
            + " (process " + pass.process() + ")"));
    notices.oldest().ifPresent(oldest -> lines.add(
        "  opens     " + People.count(notices.waiting()) + " waiting, the longest for "
            + People.span(Duration.between(oldest.oldest().since(), now)) + ": "
            + printer.name(paths.shown(oldest.oldest().path())) + " (process " + oldest.process() + ")"));
    return lines;
  }

  void json(JsonGenerator json) {
    Optional<RunningPass> pass = notices.pass();
    if (pass.isPresent()) {
      PassNotice notice = pass.get().notice();
      json.writeObjectPropertyStart("hydration");
      json.writeNumberProperty("process", pass.get().process());
      json.writeStringProperty("since", notice.since().toString());
      json.writeNumberProperty("done", notice.done());
      json.writeNumberProperty("total", notice.total());
      json.writeNumberProperty("bytes", notice.bytes());
      json.writeEndObject();
    } else {
      json.writeNullProperty("hydration");
    }
    json.writeObjectPropertyStart("opens");
    json.writeNumberProperty("waiting", notices.waiting());
    Optional<WaitingOpens> oldest = notices.oldest();
    if (oldest.isPresent()) {
      json.writeObjectPropertyStart("oldest");
      json.writeStringProperty("path", oldest.get().oldest().path());
      json.writeStringProperty("since", oldest.get().oldest().since().toString());
      json.writeNumberProperty("process", oldest.get().process());
      json.writeEndObject();
    } else {
      json.writeNullProperty("oldest");
    }
    json.writeEndObject();
  }
}
