package io.cistern.it.bootstrap;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Draws histories. */
final class Histories {
  /** Levels of the deepest path; a listing so deep shows a directory that has the name of a file. */
  private static final int DEEPEST = 4;

  private Histories() {}

  /** Names of files are never names of directories, so that listings may end at any depth. */
  static Arbitrary<History> ordinary() {
    Arbitrary<String> directories =
        Arbitraries.of("/a", "/a-", "/b").list().ofMaxSize(DEEPEST - 1).map(segments -> String.join("", segments));
    Arbitrary<String> paths =
        Combinators.combine(directories, Arbitraries.of("/x", "/x-y", "/z é")).as(String::concat);
    return histories(paths, Arbitraries.integers().between(1, DEEPEST));
  }

  /** Files that have the names of directories. */
  static Arbitrary<History> clashing() {
    Arbitrary<String> paths = Arbitraries.of("a", "b", "c-", "c").list().ofMinSize(1).ofMaxSize(DEEPEST)
        .map(segments -> "/" + String.join("/", segments));
    return histories(paths, Arbitraries.just(DEEPEST));
  }

  private static Arbitrary<History> histories(Arbitrary<String> paths, Arbitrary<Integer> depths) {
    Arbitrary<Deed> puts = Combinators.combine(paths, Arbitraries.integers().between(0, 99)).as(Deed.Put::new);
    Arbitrary<Integer> pages = Arbitraries.integers().between(1, 8);
    Arbitrary<Integer> stalls = Arbitraries.of(2, 20);
    Arbitrary<Boolean> truth = Arbitraries.of(true, false);
    return Combinators.combine(
        puts.list().ofMaxSize(12), deeds(paths, puts).list().ofMaxSize(40), pages, depths, stalls,
        truth.list().ofMinSize(1).ofMaxSize(4), Arbitraries.of(false, false, true), truth)
        .as((before, script, page, depth, stall, content, lies, feedless) -> new History(
            before, script, page, depth, stall, content, lies, feedless, script.hashCode()));
  }

  private static Arbitrary<Deed> deeds(Arbitrary<String> paths, Arbitrary<Deed> puts) {
    Arbitrary<Integer> refusals = Arbitraries.of(403, 404);
    return Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.just(new Deed.Nothing())),
        Tuple.of(8, puts),
        Tuple.of(4, paths.map(Deed.Delete::new)),
        Tuple.of(1, paths.map(Deed.Burst::new)),
        Tuple.of(9, chaos().map(Deed.Chaos::new)),
        Tuple.of(1, refusals.map(Deed.RefuseFeed::new)),
        Tuple.of(1, Combinators.combine(paths, refusals).as(Deed.RefuseRead::new)),
        Tuple.of(1, Arbitraries.just(new Deed.Lift())),
        Tuple.of(1, paths.map(Deed.LoseState::new)),
        Tuple.of(2, Arbitraries.of(true, false).map(Deed.Down::new)),
        Tuple.of(1, Arbitraries.of(true, false).map(Deed.Expire::new)),
        Tuple.of(2, Arbitraries.just(new Deed.Kill())),
        Tuple.of(2, Arbitraries.integers().between(0, 99).map(Deed.PowerCut::new)),
        Tuple.of(1, Arbitraries.just(new Deed.Stop())));
  }

  private static Arbitrary<String> chaos() {
    Arbitrary<String> rules = Combinators.combine(
        Arbitraries.of("tree", "tree", "file", "file", "export", "events", "all"), Arbitraries.integers().between(1, 9),
        Arbitraries.of("", ",p=0.5"), effects())
        .as((endpoint, count, chance, effect) -> endpoint + ":n=" + count + chance + "," + effect);
    return rules.list().ofMinSize(1).ofMaxSize(2).map(both -> String.join(";", both));
  }

  private static Arbitrary<String> effects() {
    Arbitrary<String> statuses = Arbitraries.of(List.of(
        "429", "429,code=rate_limited,retry-after=2", "429,code=workspace_busy,retry-after=3",
        "429,code=queue_full,retry-after=40", "500", "502", "503,message=overloaded", "503,retry-after=1", "504", "400",
        "401", "403", "404", "408", "410", "413", "418")).map("status="::concat);
    Arbitrary<String> others = Arbitraries.of(List.of(
        "latency=300ms", "latency=20s", "rate=50B/s", "hang", "reset-at=0", "reset-at=60", "truncate-at=0",
        "truncate-at=90", "truncate-at=600", "stall-at=0", "stall-at=120", "drop-answer", "content-type=text/html",
        "wrong-hash", "empty", "stale-cursor"));
    return Arbitraries.oneOf(statuses, others);
  }
}
