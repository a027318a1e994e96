package io.cistern.application.contract;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.CommitLog.Unretired;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Settled;
import io.cistern.application.port.WorkingTree.Switch;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The vocabulary of the exams: entries, records and bodies with everything defaulted. */
final class Facts {
  static final Instant MODIFIED = Instant.parse("2025-03-04T05:06:07Z");

  private Facts() {}

  static WorkspacePath path(String name) {
    return WorkspacePath.parse(name).orElseThrow();
  }

  static PathEntry placeholder(String name) {
    return new PathEntry(
        name, PathState.PLACEHOLDER, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(),
        Optional.empty());
  }

  static PathEntry hydrated(String name, StagedContent staged) {
    return new PathEntry(
        name, PathState.HYDRATED, Optional.empty(), Optional.of(staged.hash()), staged.size(), Optional.empty(),
        Optional.empty(), Optional.empty());
  }

  static Publication create(String name) {
    return new Publication(path(name), new Expected.Absent(), new Target.Placeholder());
  }

  static Publication fill(String name, StagedContent staged) {
    return new Publication(path(name), new Expected.Placeholder(), new Target.Bytes(staged));
  }

  static Publication replace(String name, StagedContent old, StagedContent staged) {
    return new Publication(
        path(name), new Expected.Content(old.hash(), Optional.empty()), new Target.Bytes(staged));
  }

  static Publication remove(String name, StagedContent old) {
    return new Publication(
        path(name), new Expected.Content(old.hash(), Optional.empty()), new Target.Nothing());
  }

  static Publication giveBack(String name, StagedContent old, StagedContent placeholder) {
    return new Publication(
        path(name), new Expected.Content(old.hash(), Optional.empty()), new Target.Dehydrated(placeholder));
  }

  static StagedContent placeholder(MirrorFixture mirror) {
    StagedContent placeholder = mirror.staging().placeholder(MODIFIED);
    mirror.staging().force(List.of(placeholder));
    return placeholder;
  }

  static List<Publication> move(String from, String to, StagedContent old) {
    Expected.Content content = new Expected.Content(old.hash(), Optional.empty());
    return List.of(
        new Publication(path(to), new Expected.Absent(), new Target.MovedFrom(path(from), content)),
        new Publication(path(from), content, new Target.MovedTo(path(to))));
  }

  static RecordGroup created(String name) {
    return RecordGroup.of(new LogRecord.Switched(create(name), Optional.of(placeholder(name)), Origin.CLONE));
  }

  static RecordGroup filled(String name, StagedContent staged) {
    return RecordGroup.of(
        new LogRecord.Switched(fill(name, staged), Optional.of(hydrated(name, staged)), Origin.HYDRATE));
  }

  static InputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static StagedContent staged(MirrorFixture mirror, String text) {
    StagedContent content = mirror.staging().stage(body(text), MODIFIED, Deadline.NEVER);
    mirror.staging().force(List.of(content));
    return content;
  }

  /** Publishes, forces and settles one name, outside any record. */
  static Settled published(WorkingTree tree, HeldLock held, long at, Publication publication) {
    List<Switch> switches = tree.publish(held, new Sequence(at), List.of(publication));
    tree.force(held, switches);
    Settled settled = tree.settle(held, switches).getFirst();
    tree.drop(held, switches);
    return settled;
  }

  /** Retires everything that is unretired as published. */
  static void retireAll(CommitLog log, HeldLock held) {
    List<Retirement> retirements = log.unretired().stream().map(Facts::retirement).toList();
    log.retire(held, retirements);
  }

  private static Retirement retirement(Unretired one) {
    return new Retirement(one.committed().at(), one.committed().group().switches().stream()
        .map(record -> (Outcome) new Outcome.Published(record.publication().path(), Optional.empty()))
        .toList());
  }
}
