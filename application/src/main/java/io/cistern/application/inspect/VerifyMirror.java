package io.cistern.application.inspect;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.Progress;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Finding;
import io.cistern.domain.health.Severity;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Hashes content and compares it with the manifest. Reads like any reader, and writes only what it finds: edits, repaired
 * memos, files that are gone. Nothing is ever removed, and damage is never taken for an edit. A full disk keeps it from
 * writing, not from looking.
 */
public final class VerifyMirror {
  private final MirrorReader reader;
  private final Commits commits;
  private final WorkingTree tree;

  /** Keeps these. */
  @Inject
  public VerifyMirror(MirrorReader reader, Commits commits, WorkingTree tree) {
    this.reader = reader;
    this.commits = commits;
    this.tree = tree;
  }

  /**
   * Verifies what is named.
   *
   * @param onFinding told each finding on this thread, after it is written down where it is to be and can be
   * @throws io.cistern.domain.failure.CisternException {@code MirrorDamaged} when the mirror does not read back, {@code
   *     Interrupted} between two files; what was told is written down
   */
  public VerifyReport verify(
      VerifyRequest request, Consumer<Finding> onFinding, Progress progress, StopSignal stop) {
    Run run = new Run(request.recording(), onFinding, progress);
    run.catchUp();
    Manifest manifest = reader.read().manifest();
    List<String> unmatched = new ArrayList<>();
    List<String> names = request.names().isEmpty() ? List.of("/") : request.names();
    for (String name : names) {
      Iterator<PathEntry> entries = named(manifest, name);
      if (!entries.hasNext() && !request.names().isEmpty()) {
        unmatched.add(name);
      }
      while (entries.hasNext()) {
        stop.check();
        run.check(Examination.ofContent(tree, manifest), entries.next());
      }
    }
    run.settle();
    return new VerifyReport(run.checked, run.bytes, run.findings, run.recorded, run.unrecorded, unmatched);
  }

  private static Iterator<PathEntry> named(Manifest manifest, String name) {
    if (name.equals("/")) {
      return manifest.from("", "");
    }
    Optional<PathEntry> exact = manifest.find(name);
    if (exact.filter(entry -> entry.state() != PathState.QUARANTINED).isPresent()) {
      return exact.stream().iterator();
    }
    Iterable<PathEntry> below = () -> manifest.from(name + "/", "");
    return Stream.concat(exact.stream(), StreamSupport.stream(below.spliterator(), false)).iterator();
  }

  private final class Run {
    private boolean recording;
    private Optional<Failure> unrecorded = Optional.empty();
    private final Consumer<Finding> onFinding;
    private final Progress progress;
    private final List<Examination.Result> waiting = new ArrayList<>();
    private final Map<Severity, Long> findings = new EnumMap<>(Severity.class);
    private long checked;
    private long bytes;
    private long recorded;

    Run(boolean recording, Consumer<Finding> onFinding, Progress progress) {
      this.recording = recording;
      this.onFinding = onFinding;
      this.progress = progress;
    }

    void catchUp() {
      if (recording) {
        unlessFull(() -> {
          commits.catchUp();
          return 0;
        });
      }
    }

    void check(Examination examination, PathEntry entry) {
      Examination.Result result = examination.of(entry);
      checked++;
      bytes += result.hashed();
      progress.report("verify", checked, bytes, OptionalLong.empty());
      if (result.finding().isPresent() || result.note().isPresent()) {
        waiting.add(result);
      }
      if (waiting.size() >= FindingNote.BATCH) {
        settle();
      }
    }

    void settle() {
      recorded += recording ? unlessFull(() -> FindingNote.writeAll(waiting, commits)) : 0;
      waiting.stream().map(Examination.Result::finding).flatMap(Optional::stream).forEach(this::tell);
      waiting.clear();
    }

    private long unlessFull(LongSupplier writing) {
      try {
        return writing.getAsLong();
      } catch (CisternException failed) {
        if (!(failed.failure() instanceof Failure.LocalDiskFull)) {
          throw failed;
        }
        recording = false;
        unrecorded = Optional.of(failed.failure());
        return 0;
      }
    }

    private void tell(Finding finding) {
      findings.merge(finding.severity(), 1L, Long::sum);
      onFinding.accept(finding);
    }
  }
}
