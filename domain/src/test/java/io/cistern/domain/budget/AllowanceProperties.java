package io.cistern.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.quota.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class AllowanceProperties {
  private static final Instant START = Instant.parse("2026-11-27T02:00:00Z");

  @Property(tries = 300)
  void noStretchSeesMoreRequestsThanItAllows(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int most) {
    Random random = new Random(seed);
    LimitSpec spec = LimitSpec.parse("requests=" + most + "/m,requests=" + 3 * most + "/h");
    Allowance allowance = Allowance.whole(spec);
    Instant now = START;
    for (int i = 0; i < 400; i++) {
      now = now.plusMillis(random.nextInt(20_000));
      Admission admission = allowance.admit(now);
      if (admission instanceof Admission.Refused(String _, Instant retryAt)) {
        assertThat(retryAt).isAfter(now).isBeforeOrEqualTo(now.plus(Duration.ofHours(1)));
        assertThat(allowance.admit(retryAt)).as("may ask when it was told to").isInstanceOf(Admission.Allowed.class);
      } else {
        allowance = allowance.plus(Measure.REQUESTS, 1, now);
      }
      for (FixedWindow window : allowance.at(now).windows()) {
        assertThat(window.used()).isLessThanOrEqualTo(window.limit().most());
        assertThat(window.window(now).used() + window.window(now).remaining()).isEqualTo(window.limit().most());
      }
    }
  }

  @Property(tries = 100)
  void aClockThatIsSetBackHoldsNobodyForLongerThanOneStretch(@ForAll @IntRange(min = 0, max = 1_000_000) int back) {
    LimitSpec spec = LimitSpec.parse("requests=1/h");
    Allowance spent = Allowance.whole(spec).plus(Measure.REQUESTS, 1, START);
    Instant now = START.minusSeconds(back);

    Instant free = spent.admit(now) instanceof Admission.Refused(String _, Instant retryAt) ? retryAt : now;

    assertThat(free).isBeforeOrEqualTo(now.plus(Duration.ofHours(1)));
  }

  @Property(tries = 50)
  void theLastAnswerMayGoOverTheBytesAndIsCountedWhole(@ForAll @IntRange(min = 1, max = 5000) int bytes) {
    LimitSpec spec = LimitSpec.parse("bytes=1000/d");
    Allowance before = Allowance.whole(spec);

    Allowance after = before.plus(Measure.REQUESTS, 1, START).plus(Measure.BYTES, bytes, START);

    assertThat(after.windows()).extracting(FixedWindow::used).isEqualTo(List.of((long) bytes));
    assertThat(after.admit(START) instanceof Admission.Refused).isEqualTo(bytes >= 1000);
  }
}
