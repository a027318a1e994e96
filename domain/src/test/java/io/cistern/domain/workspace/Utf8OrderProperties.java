package io.cistern.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Utf8OrderProperties {
  @Property
  void ordersValidTextAsTheBytesOfTheWire(@ForAll("text") String left, @ForAll("text") String right) {
    int byBytes = Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    assertThat(Integer.signum(Utf8Order.COMPARATOR.compare(left, right))).isEqualTo(Integer.signum(byBytes));
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.of(0x2d, 0x2e, 0x2f, 0x61, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff)
        .list()
        .ofMaxSize(6)
        .map(points -> new String(points.stream().mapToInt(Integer::intValue).toArray(), 0, points.size()));
  }
}
