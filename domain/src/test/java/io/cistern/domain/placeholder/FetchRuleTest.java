package io.cistern.domain.placeholder;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FetchRuleTest {
  private static final ContentHash GOOD = new ContentHash(1, 2, 3, 4);
  private static final ContentHash OTHER = new ContentHash(5, 6, 7, 8);

  @ParameterizedTest
  @CsvSource({
      // listed revision and hash, answered revision, announced hash, accepted for bytes that hash to GOOD
      "rev_2, good,  rev_2, good,  true",
      "rev_2, good,  rev_2, none,  true",
      "rev_2, good,  rev_2, other, false",
      "rev_2, other, rev_2, good,  false",
      "rev_2, other, rev_3, good,  true",
      "rev_2, other, rev_3, none,  true",
      "rev_2, other, rev_1, good,  false",
      "rev_2, none,  rev_1, good,  true",
      "rev_2, none,  rev_2, none,  true",
      "rev_9, other, rev_10, good, true",
      "rev_2, good,  rev_1, good,  true",
  })
  void theAnswersOwnRevisionAndHashDecide(
      String listed, String listedHash, String answered, String announced, boolean accepted) {
    assertThat(FetchRule.accepts(entry(listed, hash(listedHash)), new Revision(answered), hash(announced), GOOD))
        .isEqualTo(accepted);
  }

  @Test
  void theEntryNeverGoesBackToAnOlderRevision() {
    PathEntry wanted = entry("rev_5", Optional.of(GOOD));

    assertThat(FetchRule.hydrated(wanted, new Revision("rev_3"), GOOD, 7, Optional.empty()).revision())
        .contains(new Revision("rev_5"));
    assertThat(FetchRule.hydrated(wanted, new Revision("rev_6"), GOOD, 7, Optional.empty()).revision())
        .contains(new Revision("rev_6"));
  }

  @Test
  void bytesThatANewerRevisionReplacedAreNoLongerCurrent() {
    PathEntry fetched = entry("rev_5", Optional.of(GOOD));

    assertThat(FetchRule.stillCurrent(entry("rev_5", Optional.of(GOOD)), fetched)).isTrue();
    assertThat(FetchRule.stillCurrent(entry("rev_4", Optional.of(OTHER)), fetched)).isTrue();
    assertThat(FetchRule.stillCurrent(entry("rev_6", Optional.of(OTHER)), fetched)).isFalse();
    assertThat(FetchRule.stillCurrent(entry("rev_6", Optional.of(GOOD)), fetched)).isTrue();
    assertThat(FetchRule.rebased(entry("rev_6", Optional.of(GOOD)), fetched).revision())
        .contains(new Revision("rev_6"));
    assertThat(FetchRule.rebased(entry("rev_4", Optional.of(OTHER)), fetched)).isEqualTo(fetched);
  }

  @Test
  void threeLostAnswersInARowAreWorthAQuestion() {
    RemoteStreak streak = RemoteStreak.NONE;
    for (int i = 0; i < 3; i++) {
      assertThat(streak.asks()).isFalse();
      streak = streak.after(failed(RemoteCode.REMOTE_UNAVAILABLE));
    }

    assertThat(streak.asks()).isTrue();
    assertThat(streak.answered().asks()).isFalse();
    assertThat(streak.after(new HydrationOutcome.Hydrated(1))).isEqualTo(RemoteStreak.NONE);
  }

  @Test
  void fiftyRefusalsInARowAreEnoughEvenFromAHealthyRemote() {
    RemoteStreak streak = RemoteStreak.NONE;
    for (int i = 0; i < 50; i++) {
      assertThat(streak.givesUp()).isFalse();
      streak = streak.after(failed(RemoteCode.REMOTE_BUSY)).answered();
    }

    assertThat(streak.givesUp()).isTrue();
  }

  @Test
  void aRoundOfSilentFilesIsEnoughEvenFromAHealthyRemote() {
    RemoteStreak streak = RemoteStreak.NONE;
    for (int i = 0; i < 8; i++) {
      assertThat(streak.isSilent(8)).isFalse();
      streak = streak.after(failed(RemoteCode.REMOTE_TIMEOUT)).answered();
    }

    assertThat(streak.isSilent(8)).isTrue();
    assertThat(streak.after(failed(RemoteCode.REMOTE_NOT_FOUND)).isSilent(8)).as("that is an answer").isFalse();
    assertThat(streak.after(new HydrationOutcome.Hydrated(1)).isSilent(1)).isFalse();
  }

  @Test
  void whoFetchesOneAtATimeLeavesOneSilentFileAndAnotherBehind() {
    RemoteStreak twice =
        RemoteStreak.NONE.after(failed(RemoteCode.REMOTE_TIMEOUT)).after(failed(RemoteCode.REMOTE_TIMEOUT));

    assertThat(twice.isSilent(1)).isFalse();
    assertThat(twice.after(failed(RemoteCode.REMOTE_TIMEOUT)).isSilent(1)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatConcernsOneFileNeverEndsThePass(RemoteCode code) {
    boolean ends = RemoteStreak.endsThePass(remote(code));

    assertThat(ends).isEqualTo(List.of(RemoteCode.NOT_AUTHORISED, RemoteCode.WORKSPACE_GONE).contains(code));
  }

  @Test
  void knowsWhatMayBeTriedAgain() {
    assertThat(failed(RemoteCode.REMOTE_TIMEOUT).retryable()).isTrue();
    assertThat(failed(RemoteCode.REMOTE_NOT_FOUND).retryable()).isFalse();
    assertThat(HydrationOutcome.failed(new Failure.LocalDiskFull("full")).retryable()).isTrue();
    assertThat(HydrationOutcome.failed(new Failure.MirrorTainted("tainted")).retryable()).isFalse();
  }

  @Test
  void eagerRulesLookAtNameAndSize() {
    EagerRules rules = new EagerRules(Globs.of(EagerRules.DEFAULT_GLOBS), 100, 1000);

    assertThat(rules.wants("/a/README.md", 100)).isTrue();
    assertThat(rules.wants("/a/README.md", 101)).isFalse();
    assertThat(rules.wants("/a/main.c", 1)).isFalse();
  }

  private static HydrationOutcome.Failed failed(RemoteCode code) {
    return HydrationOutcome.failed(remote(code));
  }

  private static Failure.Remote remote(RemoteCode code) {
    return new Failure.Remote(code, Optional.empty(), "planted", Optional.empty());
  }

  private static Optional<ContentHash> hash(String name) {
    return switch (name) {
      case "good" -> Optional.of(GOOD);
      case "other" -> Optional.of(OTHER);
      default -> Optional.empty();
    };
  }

  private static PathEntry entry(String revision, Optional<ContentHash> hash) {
    return new PathEntry(
        "/a", PathState.PLACEHOLDER, Optional.of(new Revision(revision)), hash, 1, Optional.empty(),
        Optional.empty(), Optional.empty());
  }
}
