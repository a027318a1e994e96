package io.cistern.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.quota.Eviction.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class EvictionTest {
  @Test
  void takesTheLeastRecentlyUsedAndNoMoreThanIsNeeded() {
    Eviction eviction = new Eviction(50);
    eviction.consider(new Candidate("/new", 40, 9));
    eviction.consider(new Candidate("/old", 30, 1));
    eviction.consider(new Candidate("/middle", 30, 5));
    eviction.consider(new Candidate("/newest", 90, 10));

    assertThat(eviction.chosen()).extracting(Candidate::name).containsExactly("/old", "/middle");
    assertThat(eviction.bytes()).isEqualTo(60);
  }

  @Test
  void takesAllThereIsWhereThatIsNotEnough() {
    Eviction eviction = new Eviction(500);
    eviction.consider(new Candidate("/a", 40, 9));

    assertThat(eviction.bytes()).isEqualTo(40);
    assertThat(new Eviction(5).chosen()).isEmpty();
  }

  @Property
  void whatIsChosenIsTheShortestBeginningByAgeThatIsEnough(
      @ForAll List<@IntRange(min = 1, max = 50) Integer> sizes, @ForAll @LongRange(min = 1, max = 500) long toFree) {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      all.add(new Candidate("/" + i, sizes.get(i), (i * 7919L) % 101));
    }
    Eviction eviction = new Eviction(toFree);
    all.forEach(eviction::consider);

    List<Candidate> byAge = all.stream()
        .sorted(Comparator.comparingLong(Candidate::lastUse).thenComparing(Candidate::name))
        .toList();
    long sum = 0;
    int needed = 0;
    while (needed < byAge.size() && sum < toFree) {
      sum += byAge.get(needed++).size();
    }
    assertThat(eviction.chosen()).isEqualTo(byAge.subList(0, needed));
  }

  @Property
  void whatFitsNeverExceedsTheBudget(
      @ForAll @LongRange(min = 1, max = 1L << 40) long bytes, @ForAll @LongRange(min = 0, max = 1L << 40) long here,
      @ForAll @LongRange(min = 0, max = 1L << 40) long aside, @ForAll @LongRange(min = 0, max = 1L << 40) long wanted) {
    DiskBudget budget = new DiskBudget(bytes);

    if (budget.missing(here, aside, wanted) == 0) {
      assertThat(here + aside + wanted + budget.spare(here, aside, wanted)).isLessThanOrEqualTo(bytes);
    } else {
      assertThat(here + aside + wanted - budget.missing(here, aside, wanted)).isEqualTo(bytes);
    }
    assertThat(budget.toFree(10)).isGreaterThanOrEqualTo(10);
  }
}
