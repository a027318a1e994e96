package io.cistern.domain.bootstrap;

import io.cistern.domain.failure.Invariant;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a bootstrap stands: the fold of its steps.
 *
 * @param complete whether names have been complete once; a later listing does not take that back
 * @param tip the feed's tip, taken before the walk's first listing; empty when there is no feed
 * @param export how far an export has come
 * @param walk the walk under way, or the last one; empty before the first
 * @param listed whether that walk has come to its end
 * @param seen what status tells
 * @param standing cycles in a row that ended where they began
 * @param stall why it gave up, if it did
 */
public record BootstrapProgress(
    boolean complete,
    Optional<EventCursor> tip,
    Export export,
    Optional<Walk> walk,
    boolean listed,
    Seen seen,
    Standing standing,
    Optional<Stall> stall) {
  /** A mirror that has not begun. */
  public static final BootstrapProgress NOT_STARTED = new BootstrapProgress(
      false, Optional.empty(), new Export.NotTried(), Optional.empty(), false, Seen.NOTHING, Standing.NONE,
      Optional.empty());

  /** What a bootstrap is at. */
  public enum Phase {
    NOT_STARTED,
    EXPORTING,
    LISTING,
    REPLAYING,
    COMPLETE,
    /** Complete, and listed once more. */
    RELISTING
  }

  /** How far an export has come. */
  public sealed interface Export {
    record NotTried() implements Export {}

    record Begun() implements Export {}

    record Delivered(long files) implements Export {}

    /** Believed, or left for the tree; {@code reason} says why it was left. */
    record Ended(Optional<String> reason) implements Export {}
  }

  /**
   * What has been seen of the workspace.
   *
   * @param files of all pages of the last walk
   * @param total the broker's word on how many files there are; empty where it has not told
   * @param last the last path applied
   * @param at when that was
   */
  public record Seen(
      long files, OptionalLong total, Optional<String> last, Optional<Instant> at) {
    public static final Seen NOTHING = new Seen(0, OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Cycles that left everything as it was.
   *
   * @param cycles how many in a row
   * @param place what the last one was at
   * @param cause why it ended
   */
  public record Standing(int cycles, String place, String cause) {
    public static final Standing NONE = new Standing(0, "", "");
  }

  public Phase phase() {
    if (walk.isEmpty()) {
      return Phase.NOT_STARTED;
    }
    if (complete) {
      return listed ? Phase.COMPLETE : Phase.RELISTING;
    }
    if (listed) {
      return Phase.REPLAYING;
    }
    return export instanceof Export.Begun || export instanceof Export.Delivered ? Phase.EXPORTING : Phase.LISTING;
  }

  /** Directories still to be listed. */
  public Frontier frontier() {
    return walk.map(Walk::frontier).orElse(Frontier.EMPTY);
  }

  /** Where the listing of the frontier's head goes on. */
  public Optional<TreeCursor> cursor() {
    return walk.flatMap(Walk::cursor);
  }

  public long filesSeen() {
    return seen.files();
  }

  /** How many files there are, where the broker's word can still be true. */
  public OptionalLong totalFiles() {
    boolean counting = phase() == Phase.LISTING || phase() == Phase.EXPORTING;
    return counting && seen.total().isPresent() && seen.files() <= seen.total().getAsLong()
        ? seen.total()
        : OptionalLong.empty();
  }

  /** Whether nothing durable lies between the two but the counting of failed cycles. */
  public boolean isWhere(BootstrapProgress other) {
    return complete == other.complete && listed == other.listed && tip.equals(other.tip)
        && export.equals(other.export) && walk.equals(other.walk) && seen.equals(other.seen);
  }

  /** The same with another frontier; for what reads it from a place of its own. */
  public BootstrapProgress withFrontier(Frontier frontier) {
    return new BootstrapProgress(
        complete, tip, export, walk.map(known -> known.withFrontier(frontier)), listed, seen, standing, stall);
  }

  /** The progress after one more step. */
  public BootstrapProgress after(BootstrapStep step) {
    return switch (step) {
      case BootstrapStep.WalkBegan began -> new BootstrapProgress(
          complete, began.tip(), export, Optional.of(Walk.from(began.root(), began.purpose(), began.round())), false,
          new Seen(0, OptionalLong.empty(), seen.last(), seen.at()), Standing.NONE, stall);
      case BootstrapStep.ExportBegan() -> with(new Export.Begun(), standing);
      case BootstrapStep.ExportRefused() -> with(new Export.NotTried(), standing);
      case BootstrapStep.ExportDelivered(long files) -> with(new Export.Delivered(files), Standing.NONE);
      case BootstrapStep.ExportLeft(String reason) -> with(new Export.Ended(Optional.of(reason)), Standing.NONE);
      case BootstrapStep.PageApplied page -> pageApplied(page);
      case BootstrapStep.Filled filled -> with(new Seen(
          seen.files(), seen.total(), Optional.of(filled.last()), Optional.of(filled.at())));
      case BootstrapStep.Relisted() -> relisted();
      case BootstrapStep.Listed() -> listedWhole();
      case BootstrapStep.Completed() -> new BootstrapProgress(
          true, tip, export, walk, listed, seen, Standing.NONE, stall);
      case BootstrapStep.Stood(String place, String cause) -> new BootstrapProgress(
          complete, tip, export, walk, listed, seen, new Standing(standing.cycles() + 1, place, cause), stall);
      case BootstrapStep.GaveUp(Stall why) ->
        new BootstrapProgress(complete, tip, export, walk, listed, seen, standing, Optional.of(why));
      case BootstrapStep.Rearmed() ->
        new BootstrapProgress(complete, tip, export, walk, listed, seen, Standing.NONE, Optional.empty());
    };
  }

  private BootstrapProgress pageApplied(BootstrapStep.PageApplied page) {
    Walk here = walk.orElseThrow();
    Invariant.check(
        !listed && !here.frontier().isEmpty(), "a page belongs to the directory at the head of the frontier");
    Walk next = here.afterPage(page.next(), page.joined(), page.page());
    Seen now = new Seen(
        next.total().files(), larger(seen.total(), page.total()), page.last().or(seen::last),
        Optional.of(page.at()));
    return new BootstrapProgress(complete, tip, export, Optional.of(next), false, now, Standing.NONE, stall);
  }

  private BootstrapProgress relisted() {
    Walk next = walk.orElseThrow().relisted();
    Seen now = new Seen(
        next.total().files(), seen.total(), seen.last(), seen.at());
    return new BootstrapProgress(complete, tip, export, Optional.of(next), false, now, standing, stall);
  }

  private BootstrapProgress listedWhole() {
    Walk whole = walk.orElseThrow();
    boolean exported = export instanceof Export.Delivered;
    long files = export instanceof Export.Delivered(long delivered) ? delivered : seen.files();
    return new BootstrapProgress(
        complete, tip, exported ? new Export.Ended(Optional.empty()) : export, Optional.of(whole.ended()), true,
        new Seen(files, seen.total(), seen.last(), seen.at()), Standing.NONE, stall);
  }

  private BootstrapProgress with(Export next, Standing now) {
    return new BootstrapProgress(complete, tip, next, walk, listed, seen, now, stall);
  }

  private BootstrapProgress with(Seen next) {
    return new BootstrapProgress(complete, tip, export, walk, listed, next, Standing.NONE, stall);
  }

  /** A total that a later page tells may be smaller, and people would see it go back. */
  private static OptionalLong larger(OptionalLong one, OptionalLong other) {
    return other.isEmpty() || (one.isPresent() && one.getAsLong() > other.getAsLong()) ? one : other;
  }
}
