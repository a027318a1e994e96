package io.cistern.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.workspace.WorkspaceEvent.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedPlaceTest {
  private static final FeedPlace HERE = place("evt_7", "rev_9");

  @ParameterizedTest
  @CsvSource({
      "evt_6,  rev_9,  true",
      "evt_7,  rev_9,  false",
      "evt_7,  rev_8,  true",
      "evt_7,  rev_10, true",
      "evt_7,  ,       false",
      "evt_8,  rev_2,  false",
      "other,  rev_9,  false",
  })
  void aFeedIsAnotherOneWhenItEndsBeforeOrToldSomethingElseHere(String end, String revision, boolean isNotIn) {
    assertThat(HERE.isNotIn(place(end, revision))).isEqualTo(isNotIn);
  }

  @ParameterizedTest
  @CsvSource({
      "evt_8, UPDATED, rev_10, true",
      "evt_8, UPDATED, rev_9,  true",
      "evt_8, UPDATED, ,       true",
      "evt_8, CREATED, rev_8,  false",
      "evt_8, DELETED, rev_2,  false",
      "evt_8, OTHER,   rev_2,  true",
      "evt_8, UPDATED, zz,     true",
      "evt_8, UPDATED, aa,     true",
      "evt_7, UPDATED, rev_10, false",
      "evt_6, UPDATED, rev_10, false",
  })
  void aChangeThatFollowsCountsOn(String cursor, Kind kind, String revision, boolean follows) {
    EventPage page = new EventPage(List.of(event(cursor, kind, revision)), false);

    assertThat(HERE.after(page)).isEqualTo(follows ? Optional.of(place(cursor, revision)) : Optional.empty());
  }

  @Test
  void aPageThatGoesBackInItselfFollowsNothing() {
    EventPage page = new EventPage(
        List.of(event("evt_8", Kind.UPDATED, "rev_12"), event("evt_9", Kind.UPDATED, "rev_11")), false);

    assertThat(FeedPlace.of(EventCursor.START).after(page)).isEmpty();
  }

  private static FeedPlace place(String cursor, String revision) {
    return new FeedPlace(new EventCursor(cursor), Optional.ofNullable(revision).map(Revision::new));
  }

  private static WorkspaceEvent event(String cursor, Kind kind, String revision) {
    return new WorkspaceEvent(
        new EventCursor(cursor), kind, "/a", Optional.ofNullable(revision).map(Revision::new), Optional.empty(),
        Optional.empty(), "", "", Instant.EPOCH);
  }
}
