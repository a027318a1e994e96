package io.cistern.fs.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.Stall;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RecordCodecProperties {
  @Property
  void everyRecordReadsBackAsItWasWritten(@ForAll("records") LogRecord record) {
    RecordGroup group = RecordGroup.of(record);

    assertThat(RecordCodec.group(RecordCodec.group(group), "a group")).isEqualTo(group);
  }

  @Property
  void theTimeOfAGroupReadsBackToTheMillisecond(
      @ForAll("records") LogRecord record, @ForAll @LongRange(min = -1L << 40, max = 1L << 44) long millis,
      @ForAll @IntRange(max = 999_999) int nanos) {
    Instant moment = Instant.ofEpochMilli(millis);
    RecordGroup group = RecordGroup.of(record).at(moment.plusNanos(nanos));

    assertThat(group.at()).contains(moment);
    assertThat(RecordCodec.group(RecordCodec.group(group), "a group")).isEqualTo(group);
  }

  @Property
  void bothEndsOfAMoveReadBackAsTheyWereWritten(
      @ForAll("contents") Expected.Content content, @ForAll("entries") PathEntry entry) {
    WorkspacePath from = WorkspacePath.parse("/from/here").orElseThrow();
    WorkspacePath to = WorkspacePath.parse("/to").orElseThrow();
    RecordGroup group = RecordGroup.of(
        new LogRecord.Switched(
            new Publication(to, new Expected.Absent(), new Target.MovedFrom(from, content)),
            Optional.of(named(entry, to.value())), Origin.MOVE),
        new LogRecord.Switched(
            new Publication(from, content, new Target.MovedTo(to)), Optional.empty(), Origin.MOVE));

    assertThat(RecordCodec.group(RecordCodec.group(group), "a group")).isEqualTo(group);
  }

  @Property
  void everyRetirementReadsBackAsItWasWritten(@ForAll("outcomes") List<Outcome> outcomes) {
    Retirement retirement = new Retirement(new Sequence(7), outcomes);

    assertThat(RecordCodec.retirement(new Sequence(7), RecordCodec.retirement(retirement), "it")).isEqualTo(retirement);
  }

  @Property
  void everyEntryReadsBackAndTellsStateAndSizeByItself(@ForAll("entries") PathEntry entry) {
    byte[] body = EntryCodec.body(entry);

    assertThat(EntryCodec.entry(Names.bytes(entry.name()), body)).isEqualTo(entry);
    assertThat(EntryCodec.stateOf(body)).isEqualTo(entry.state());
    assertThat(EntryCodec.sizeOf(body)).isEqualTo(entry.size());
  }

  @Property
  void anyBytesAreReadOrRefusedAsDamage(@ForAll byte[] bytes) {
    try {
      RecordCodec.group(bytes, "a group");
    } catch (CisternException refused) {
      assertThat(refused.failure()).isInstanceOf(Failure.MirrorDamaged.class);
    }
  }

  @Property
  void aShortenedGroupIsDamage(@ForAll("records") LogRecord record, @ForAll int cut) {
    byte[] bytes = RecordCodec.group(RecordGroup.of(record));
    byte[] shortened = Arrays.copyOf(bytes, Math.floorMod(cut, bytes.length));

    assertThatThrownBy(() -> RecordCodec.group(shortened, "a group"))
        .isInstanceOfSatisfying(CisternException.class,
            damage -> assertThat(damage.failure()).isInstanceOf(Failure.MirrorDamaged.class));
  }

  @Property
  void namesKeepTheirTextWhateverABrokerSends(@ForAll("names") String name) {
    assertThat(Names.text(Names.bytes(name))).isEqualTo(name);
  }

  @Property
  void namesAsBytesKeepTheOrderOfTheWire(@ForAll("names") String left, @ForAll("names") String right) {
    int byBytes = Arrays.compareUnsigned(Names.bytes(left), Names.bytes(right));

    assertThat(Integer.signum(byBytes)).isEqualTo(Integer.signum(Utf8Order.COMPARATOR.compare(left, right)));
  }

  /** Texts dense in what is hard: halves of surrogate pairs, the borders between lengths of UTF-8, NUL. */
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        '\0', '/', 'a', '\u007f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ud800', '\ud801', '\udbff', '\udc00',
        '\udc01', '\udc3f', '\udc40', '\udfff', '\ue000', '\uffff')
        .list().ofMaxSize(6)
        .map(chars -> chars.stream().collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
            .toString());
  }

  @Provide
  Arbitrary<LogRecord> records() {
    Arbitrary<LogRecord> switched =
        Combinators.combine(publications(), entries().optional(), Arbitraries.of(Origin.class))
            .as((publication, after, origin) -> new LogRecord.Switched(
                publication, after.map(entry -> named(entry, publication.path().value())), origin));
    return Arbitraries.oneOf(
        switched,
        Combinators.combine(entries(), Arbitraries.of(Origin.class)).as(LogRecord.Noted::new),
        Combinators.combine(names(), Arbitraries.of(Origin.class)).as(LogRecord.Forgotten::new),
        steps().map(LogRecord.BootstrapMoved::new),
        Combinators.combine(names(), revisions().optional())
            .as((text, revision) -> new LogRecord.CursorMoved(new EventCursor(text), revision)),
        Arbitraries.longs().between(-1L << 40, 1L << 40).map(Instant::ofEpochSecond).map(LogRecord.InSync::new),
        Arbitraries.longs().greaterOrEqual(0).map(count -> new LogRecord.Recovered(count, count / 2)),
        paths().map(path -> new LogRecord.Pinned(path.value())),
        paths().map(path -> new LogRecord.Unpinned(path.value())),
        Combinators.combine(Arbitraries.longs().greaterOrEqual(0), Arbitraries.longs())
            .as((since, id) -> new LogRecord.PartOf(new Sequence(since), id)));
  }

  @Provide
  Arbitrary<PathEntry> entries() {
    Arbitrary<Instant> times = Combinators.combine(
        Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
        Arbitraries.longs().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
    return Combinators.combine(
        Arbitraries.of(PathState.class), revisions().optional(), hashes().optional(),
        Arbitraries.longs().greaterOrEqual(0), times.optional(), memos().optional(), names().optional(), names())
        .as((state, revision, hash, size, at, memo, reason, name) -> new PathEntry(
            state == PathState.QUARANTINED ? name : "/x", state, revision, hash, size, at, memo, reason))
        .flatMap(entry -> Arbitraries.of(true, false).map(entry::withUnlisted));
  }

  @Provide
  Arbitrary<Expected.Content> contents() {
    return Combinators.combine(hashes(), memos().optional()).as(Expected.Content::new);
  }

  @Provide
  Arbitrary<List<Outcome>> outcomes() {
    Arbitrary<Outcome> published = Combinators.combine(paths(), memos().optional()).as(Outcome.Published::new);
    Arbitrary<Outcome> yielded = Combinators.combine(paths(), entries().optional(), names().optional())
        .as((path, entry, copy) -> new Outcome.Yielded(path, entry.map(value -> named(value, path.value())), copy));
    return Arbitraries.oneOf(published, yielded).list().ofMaxSize(4);
  }

  private static Arbitrary<BootstrapStep> steps() {
    Arbitrary<String> words = Arbitraries.strings().ofMaxLength(5);
    Arbitrary<Long> counts = Arbitraries.longs().greaterOrEqual(0);
    Arbitrary<Integer> few = Arbitraries.integers().greaterOrEqual(0);
    Arbitrary<Instant> moments = counts.map(seconds -> Instant.ofEpochSecond(seconds % 10_000_000_000L));
    Arbitrary<BootstrapStep> pages = Combinators.combine(
        words.map(TreeCursor::new).optional(), words.list().ofMaxSize(3), counts, words.optional(), moments)
        .as((next, joined, count, last, at) -> new BootstrapStep.PageApplied(
            next, joined, new Tally(count, count, joined.size(), 0),
            count % 2 == 0 ? OptionalLong.of(count) : OptionalLong.empty(), last, at));
    return Arbitraries.oneOf(
        Combinators.combine(
            Arbitraries.of(Purpose.class), words.map(EventCursor::new).optional(), words, few)
            .as(BootstrapStep.WalkBegan::new),
        pages,
        counts.map(BootstrapStep.ExportDelivered::new),
        words.map(BootstrapStep.ExportLeft::new),
        Combinators.combine(words, moments).as(BootstrapStep.Filled::new),
        Combinators.combine(words, words).as(BootstrapStep.Stood::new),
        Combinators.combine(Arbitraries.of(Stall.Kind.class), few, words, words, few)
            .as(Stall::new).map(BootstrapStep.GaveUp::new),
        Arbitraries.of(
            new BootstrapStep.Relisted(), new BootstrapStep.Listed(), new BootstrapStep.Completed(),
            new BootstrapStep.ExportBegan(), new BootstrapStep.ExportRefused(), new BootstrapStep.Rearmed()));
  }

  private static Arbitrary<Publication> publications() {
    Arbitrary<Expected> content = Combinators.combine(hashes(), memos().optional()).as(Expected.Content::new);
    Arbitrary<Target> bytes = Combinators.combine(
        Arbitraries.strings().ofMaxLength(9), hashes(), Arbitraries.longs(), Arbitraries.longs(), Arbitraries.longs())
        .as((name, hash, size, inode,
            modified) -> new Target.Bytes(new StagedContent(name, hash, size, inode, modified)));
    Arbitrary<Expected> expected =
        Arbitraries.oneOf(Arbitraries.of(new Expected.Absent(), new Expected.Placeholder()), content);
    return Combinators.combine(paths(), expected, bytes, Arbitraries.integers().between(0, 4))
        .as((path, before, target, which) -> switch (which) {
          case 4 -> before instanceof Expected.Content
              && target instanceof Target.Bytes(StagedContent staged)
                  ? new Publication(path, before, new Target.Dehydrated(staged))
                  : new Publication(path, before, target);
          case 0 -> new Publication(path, new Expected.Absent(), new Target.Placeholder());
          case 1 -> before instanceof Expected.Absent
              ? new Publication(path, before, target)
              : new Publication(path, before, new Target.Nothing());
          default -> new Publication(path, before, target);
        });
  }

  private static Arbitrary<WorkspacePath> paths() {
    return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(9)
        .map(name -> WorkspacePath.parse("/" + name).orElseThrow());
  }

  private static Arbitrary<Revision> revisions() {
    return Arbitraries.strings().ofMinLength(1).ofMaxLength(9).map(Revision::new);
  }

  private static Arbitrary<ContentHash> hashes() {
    Arbitrary<Long> word = Arbitraries.longs();
    return Combinators.combine(word, word, word, word).as(ContentHash::new);
  }

  private static Arbitrary<Memo> memos() {
    Arbitrary<Long> word = Arbitraries.longs();
    return Combinators.combine(word, word, word, word, Arbitraries.of(true, false)).as(Memo::new);
  }

  private static PathEntry named(PathEntry entry, String name) {
    return new PathEntry(
        name, entry.state(), entry.revision(), entry.hash(), entry.size(), entry.updatedAt(), entry.memo(),
        entry.reason());
  }
}
