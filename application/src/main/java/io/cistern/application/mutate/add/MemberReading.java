package io.cistern.application.mutate.add;

import io.cistern.application.commit.Timings;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.Standing;
import io.cistern.application.port.FilePreparer;
import io.cistern.application.port.LocalSource;
import io.cistern.application.port.LocalSource.Hashing;
import io.cistern.application.port.LocalSource.Identity;
import io.cistern.application.port.LocalSource.Opening;
import io.cistern.domain.change.CompanionDecision;
import io.cistern.domain.change.CompanionPolicy;
import io.cistern.domain.change.DatabaseUnit;
import io.cistern.domain.change.OnDisk;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads one file: by its hash alone where the mirror may have it, else into staging. Safe for use by many threads.
 */
final class MemberReading {
  private final ChangeParts parts;
  private final FilePreparer preparer;
  private final StopSignal stop;
  private final Patience patience;
  private final Standing standing;
  private final Timings timings;

  MemberReading(ChangeParts parts, AddRequest request, StopSignal stop) {
    this.parts = parts;
    this.preparer = request.preparer();
    this.stop = stop;
    this.patience = () -> stop.stopped() ? new Deadline(Instant.EPOCH) : request.deadline();
    this.standing = new Standing(parts.tree());
    this.timings = new Timings(parts.clock());
  }

  Prepared.Member read(Candidate one) {
    OnDisk there = standing.read(one.target(), parts.manifest().find(one.target().value()));
    if (isInPlace(one)) {
      return inPlace(one, there);
    }
    return timings.measured(Timings.Stage.PREFILTER, one.shown(), () -> known(one, there))
        .orElseGet(() -> timings.measured(Timings.Stage.PREPARE, one.shown(), () -> staged(one, there)));
  }

  /** What lies under the target's name, and what would be there; nothing is staged. */
  Prepared.Member compare(Candidate one) {
    OnDisk there = standing.read(one.target(), parts.manifest().find(one.target().value()));
    if (isInPlace(one)) {
      return inPlace(one, there);
    }
    return switch (one.root().source().hash(one.found(), patience)) {
      case Hashing.Hashed(ContentHash hash, Identity identity) -> new Prepared.File(
          one, there, Optional.of(identity), hash, identity.size(), Optional.empty());
      case Hashing.Refused(Refusal reason, String why) -> refused(one, reason, why);
    };
  }

  /**
   * What lies beside the names of a unit, or should, and would belong to it if it stayed. Where nothing has the name, only
   * what begins like a database is taken for one.
   */
  List<Companion> companions(List<Prepared.File> unit) {
    List<WorkspacePath> targets = unit.stream().map(file -> file.candidate().target()).toList();
    List<Companion> found = new ArrayList<>();
    for (Prepared.File file : unit) {
      List<Companion> beside = DatabaseUnit.companionsOf(file.candidate().target().value()).stream()
          .flatMap(name -> WorkspacePath.parse(name).stream())
          .filter(path -> !targets.contains(path))
          .flatMap(path -> companion(file.candidate().target(), path).stream())
          .toList();
      if (!beside.isEmpty() && (!(file.there() instanceof OnDisk.Absent) || isDatabase(file))) {
        found.addAll(beside);
      }
    }
    return found;
  }

  private Optional<Companion> companion(WorkspacePath database, WorkspacePath path) {
    Optional<PathEntry> known = parts.manifest().find(path.value());
    OnDisk there = standing.read(path, known);
    return CompanionPolicy.decide(known, there) instanceof CompanionDecision.None
        ? Optional.empty()
        : Optional.of(new Companion(database, path, there));
  }

  private boolean isDatabase(Prepared.File file) {
    if (file.staged().isEmpty()) {
      return false;
    }
    try (InputStream content = parts.staging().open(file.staged().get().name())) {
      return DatabaseUnit.beginsLikeOne(content.readNBytes(DatabaseUnit.HEADER_BYTES));
    } catch (IOException unreadable) {
      return false; // the commit looks whether it is still there
    }
  }

  private boolean isInPlace(Candidate one) {
    return one.root().inPlace() && preparer.keepsBytes(one.below())
        && preparer.targetName(one.below()).equals(one.below());
  }

  private static Prepared.Member inPlace(Candidate one, OnDisk there) {
    ContentHash hash = there instanceof OnDisk.Content content ? content.hash() : ContentHash.OF_NOTHING;
    long size = there instanceof OnDisk.Content content ? content.memo().size() : 0;
    return new Prepared.File(one, there, Optional.empty(), hash, size, Optional.empty());
  }

  /** Whether the source has the very bytes that lie under the target's name; empty when it has to be staged. */
  private Optional<Prepared.Member> known(Candidate one, OnDisk there) {
    if (!preparer.keepsBytes(one.below()) || !(there instanceof OnDisk.Content content)) {
      return Optional.empty();
    }
    LocalSource source = one.root().source();
    Optional<Identity> looks = source.look(one.found());
    if (looks.filter(seen -> seen.size() == content.memo().size()).isEmpty()) {
      return Optional.empty();
    }
    letTheTickPass(looks.get());
    return switch (source.hash(one.found(), patience)) {
      case Hashing.Hashed(ContentHash hash, Identity identity) when hash.equals(content.hash()) ->
        Optional.of(new Prepared.File(
            one, there, Optional.of(identity), hash, content.memo().size(), Optional.empty()));
      case Hashing.Hashed _ -> Optional.empty();
      case Hashing.Refused(Refusal reason, String why) -> Optional.of(refused(one, reason, why));
    };
  }

  private Prepared.Member staged(Candidate one, OnDisk there) {
    one.root().source().look(one.found()).ifPresent(this::letTheTickPass);
    return switch (one.root().source().open(one.found())) {
      case Opening.Opened(InputStream body, Identity identity) -> staged(one, there, body, identity);
      case Opening.Refused(Refusal reason, String why) -> refused(one, reason, why);
    };
  }

  private Prepared.Member staged(Candidate one, OnDisk there, InputStream opened, Identity identity) {
    try (SourceBody body = new SourceBody(opened, stop); Workrooms own = new Workrooms(parts.spool())) {
      try (InputStream content = preparer.prepare(new Source(one.below(), identity.size(), body), own)) {
        StagedContent staged = parts.staging().stage(
            content, Instant.ofEpochSecond(0, identity.modified()), OptionalInt.of(identity.mode()), patience);
        return new Prepared.File(
            one, there, Optional.of(identity), staged.hash(), staged.size(), Optional.of(staged));
      } catch (RuntimeException failed) {
        return failed(one, failed, body.broken());
      }
    } catch (IOException broken) {
      return refused(one, Refusal.UNREADABLE, "it cannot be read: " + broken.getMessage());
    }
  }

  private record Source(String name, long size, InputStream body) implements FilePreparer.Original {}

  /**
   * A file that changed within the last tick of the clock that stamps files could change once more without a trace, so
   * it is read a tick later.
   */
  private void letTheTickPass(Identity identity) {
    Instant settled = Instant.ofEpochSecond(0, identity.changed()).plusNanos(Memo.TICK_NANOS);
    Duration left = Duration.between(parts.clock().instant(), settled);
    if (left.isPositive() && left.toNanos() <= 2 * Memo.TICK_NANOS) {
      parts.pauses().until(settled);
    }
  }

  private static Prepared.Not refused(Candidate one, Refusal reason, String why) {
    return new Prepared.Not(AddOutcome.Failed.of(reason, one.shown(), one.shown() + ": " + why));
  }

  /** The preparer may throw what it likes; it fails this one file. */
  private static Prepared.Not failed(Candidate one, RuntimeException failed, boolean sourceBroke) {
    if (failed instanceof CisternException known && !sourceBroke) {
      return new Prepared.Not(new AddOutcome.Failed(Refusal.FAILED, known.failure()));
    }
    return sourceBroke
        ? refused(one, Refusal.UNREADABLE, "it cannot be read: " + failed.getMessage())
        : refused(one, Refusal.NOT_PREPARED, "it could not be prepared: " + failed.getMessage());
  }

  /** A local file being read; ends between two reads when a stop is asked for, and remembers whether reading broke. */
  private static final class SourceBody extends FilterInputStream {
    private final StopSignal stop;
    private boolean broken;

    SourceBody(InputStream body, StopSignal stop) {
      super(body);
      this.stop = stop;
    }

    /** Whether the file could not be read to its end, so that nothing else is to blame. */
    boolean broken() {
      return broken;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      stop.check();
      try {
        return super.read(into, from, length);
      } catch (IOException failed) {
        broken = true;
        throw failed;
      }
    }
  }
}
