package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.inspect.CompactionState;
import io.cistern.application.inspect.StatusReport;
import io.cistern.application.inspect.StatusReport.Local;
import io.cistern.application.inspect.Verdict;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.NoticeBoard.Notices;
import io.cistern.cli.output.Look;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.Style;
import io.cistern.cli.settings.Streams;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.Stall;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.WorkspaceId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What {@code status} says of a bootstrap on its way. */
final class StatusViewTest {
  private static final Instant NOW = Instant.parse("2026-11-20T17:40:11Z");
  private static final Optional<EventCursor> TIP = Optional.of(new EventCursor("evt_104"));
  private static final Optional<EventCursor> NO_FEED = Optional.empty();

  private StateCounts paths = StateCounts.NONE;
  private Landmarks landmarks = Landmarks.NONE;
  private boolean recoveryDue;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void aListingTellsHowFarItIsAndWhyTheExportWasLeft() {
    BootstrapProgress progress = after(
        began(TIP), new BootstrapStep.ExportBegan(), new BootstrapStep.ExportLeft("429 workspace_busy"),
        page("/docs/x.md", OptionalLong.of(5000)));

    assertThat(lines(Verdict.WORKING, progress, "list / on", Map.of("bootstrap", "process 7"))).containsExactly(
        "mirror ws → /m                             working",
        "  names              0 so far of 5,000, listing",
        "  content            0 hydrated (0 B)   0 placeholders",
        "  reached   /docs/x.md, 4 s ago",
        "  export    left for the tree: 429 workspace_busy",
        "  next      list / on",
        "  at work   bootstrap by process 7");
    assertThat(json(Verdict.WORKING, progress, "list / on")).contains(
        "\"phase\":\"listing\",\"filesSeen\":1200,\"totalFiles\":5000,\"currentPath\":\"/docs/x.md\","
            + "\"lastProgressAt\":\"2026-11-20T17:40:07Z\",\"next\":\"list / on\","
            + "\"fellThrough\":\"429 workspace_busy\",\"standing\":null,\"stall\":null");
  }

  @Test
  void whatStandsOrGaveUpNamesPlaceCauseAndWhatToType() {
    BootstrapProgress standing = after(
        began(TIP), page("/docs/x.md", OptionalLong.of(1000)), new BootstrapStep.Stood("/docs/x.md", "503 overloaded"));
    assertThat(lines(Verdict.ATTENTION, standing, "list / on", Map.of())).contains(
        "mirror ws → /m                             names are not complete",
        "  names              0 so far, broken off",
        "  standing  at /docs/x.md after 1 try: 503 overloaded",
        "  next      list / on   → cistern clone");
    assertThat(json(Verdict.ATTENTION, standing, "list / on"))
        .contains("\"totalFiles\":null")
        .contains("\"standing\":{\"cycles\":1,\"path\":\"/docs/x.md\",\"cause\":\"503 overloaded\"}");

    Stall why = new Stall(Stall.Kind.STANDING, 20, "/docs/x.md", "503 \u001b[2Joverloaded", 20);
    BootstrapProgress stalled = standing.after(new BootstrapStep.GaveUp(why));
    assertThat(lines(Verdict.STALLED, stalled, "nothing", Map.of())).contains(
        "mirror ws → /m                             stalled",
        "  stalled   at /docs/x.md after 20 tries: 503 \\u001b[2Joverloaded",
        "  next      nothing   → cistern clone --retry");
    assertThat(json(Verdict.STALLED, stalled, "nothing")).contains(
        "\"stall\":{\"kind\":\"standing\",\"path\":\"/docs/x.md\",\"cause\":", "\"attempts\":20,\"limit\":20}");
  }

  @Test
  void aBrokerThatLostItsStateLeavesPathsThatOnlyThisMirrorHas() {
    BootstrapProgress complete = after(
        began(NO_FEED), new BootstrapStep.Listed(), new BootstrapStep.Completed(),
        new BootstrapStep.WalkBegan(Purpose.RECONCILE, NO_FEED, "/", 1));
    assertThat(lines(Verdict.ATTENTION, complete, "list /", Map.of())).contains(
        "mirror ws → /m                             needs attention",
        "  names              0 complete, and being listed again: 0 so far",
        "  next      list /   → cistern pull");

    PathEntry unlisted = new PathEntry(
        "/a", PathState.PLACEHOLDER, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(),
        Optional.empty()).withUnlisted(true);
    paths = StateCounts.NONE.plus(unlisted);
    BootstrapProgress reconciled = complete
        .after(new BootstrapStep.PageApplied(
            Optional.empty(), List.of(), new Tally(1200, 3, 0, 0), OptionalLong.empty(), Optional.of("/z"), NOW))
        .after(new BootstrapStep.Listed());
    assertThat(lines(Verdict.IN_SYNC, reconciled, "nothing", Map.of())).containsExactly(
        "mirror ws → /m                             in sync",
        "  names              1 complete",
        "  content            0 hydrated (0 B)   1 placeholder",
        "  feed      none: only a new listing shows what changed",
        "  remote    1 path here not in the remote's last listing, kept");
    assertThat(json(Verdict.IN_SYNC, reconciled, "nothing")).contains("\"feed\":\"none\"", "\"missingRemotely\":1");
  }

  @Test
  void aMirrorThatHasNotBegunClaimsNothing() {
    assertThat(lines(Verdict.ATTENTION, BootstrapProgress.NOT_STARTED, "list the workspace", Map.of()))
        .containsExactly(
            "mirror ws → /m                             names are not complete",
            "  names              0 not begun",
            "  content            0 hydrated (0 B)   0 placeholders",
            "  next      list the workspace   → cistern clone");
  }

  @Test
  void aRecoveryTellsWhatTheLastOneDidAndWhatIsStillToBeDone() {
    BootstrapProgress complete = after(began(TIP), new BootstrapStep.Listed(), new BootstrapStep.Completed());
    landmarks = Landmarks.NONE.after(new LogRecord.Recovered(5, 7)).after(new LogRecord.Recovered(1, 0));
    assertThat(lines(Verdict.IN_SYNC, complete, "nothing", Map.of()))
        .contains("  recovery  the last one finished 1 change that a run had committed");
    assertThat(json(Verdict.IN_SYNC, complete, "nothing")).contains(
        "\"recovery\":{\"due\":false,\"rolledForward\":6,\"rolledBack\":7,"
            + "\"last\":{\"rolledForward\":1,\"rolledBack\":0}}");

    landmarks = landmarks.after(new LogRecord.Recovered(2, 1_204));
    recoveryDue = true;
    assertThat(lines(Verdict.ATTENTION, complete, "nothing", Map.of())).endsWith(
        "  recovery  due: the next command that writes finishes what an earlier run had committed",
        "  recovery  the last one finished 2 changes that a run had committed, "
            + "removed 1,204 files that a run had prepared and not committed");
  }

  private static BootstrapStep began(Optional<EventCursor> tip) {
    return new BootstrapStep.WalkBegan(Purpose.FIRST, tip, "/", 1);
  }

  private static BootstrapStep page(String last, OptionalLong total) {
    return new BootstrapStep.PageApplied(
        Optional.of(new TreeCursor(last)), List.of(), new Tally(1200, 3, 0, 1200), total, Optional.of(last),
        NOW.minusSeconds(4));
  }

  private static BootstrapProgress after(BootstrapStep... steps) {
    BootstrapProgress progress = BootstrapProgress.NOT_STARTED;
    for (BootstrapStep step : steps) {
      progress = progress.after(step);
    }
    return progress;
  }

  private List<String> lines(Verdict verdict, BootstrapProgress progress, String next, Map<String, String> passes) {
    Surroundings surroundings = new Surroundings(
        Map.of(), Path.of("/m"), Path.of("/home"), streams(), InstantSource.fixed(NOW), ZoneOffset.UTC);
    return view(verdict, progress, next, passes)
        .lines(printer(), new PathArguments(Path.of("/m"), Path.of("/m")), surroundings);
  }

  private String json(Verdict verdict, BootstrapProgress progress, String next) {
    written.reset();
    printer().document("cistern.status/1", view(verdict, progress, next, Map.of())::json);
    String document = written.toString(StandardCharsets.UTF_8);
    assertThat(JsonSchema.named("cistern.status-1").faults(document)).isEmpty();
    return document;
  }

  private StatusView view(
      Verdict verdict, BootstrapProgress progress, String next, Map<String, String> passes) {
    MirrorIdentity identity =
        new MirrorIdentity("m1", "http://127.0.0.1:1", new WorkspaceId("ws"), "/", Folding.NONE);
    return new StatusView(
        identity, Path.of("/m"), new StatusReport(
            verdict, Optional.empty(), paths, 0, progress, next, Optional.empty(), landmarks, Local.NONE,
            passes, Notices.NONE, Optional.empty(), recoveryDue, CompactionState.Standing.NONE),
        0, new GatesView(List.of(), "ws/"));
  }

  private Printer printer() {
    return new Printer(streams(), new Look(false, false, false, new Style(false), new Style(false)));
  }

  private Streams streams() {
    PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);
    return new Streams(stream, stream, true, true);
  }
}
