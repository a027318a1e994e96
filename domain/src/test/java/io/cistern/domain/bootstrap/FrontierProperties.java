package io.cistern.domain.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A frontier is a queue whose end may be taken back; here against a list. */
class FrontierProperties {
  @Property
  void behavesLikeAList(@ForAll @Size(max = 40) List<@IntRange(min = 0, max = 4) Integer> moves) {
    Frontier frontier = Frontier.of(List.of("/"));
    List<String> model = new ArrayList<>(List.of("/"));
    int joined = 0;
    int number = 0;
    for (int move : moves) {
      switch (move) {
        case 0 -> {
          if (!model.isEmpty()) {
            frontier = frontier.withoutHead();
            model.removeFirst();
            joined = 0;
          }
        }
        case 1 -> {
          frontier = frontier.withoutLast(joined);
          model.subList(model.size() - joined, model.size()).clear();
          joined = 0;
        }
        case 2 -> frontier = Frontier.of(frontier.toList());
        default -> {
          List<String> names = List.of("/" + number++, "/" + number++);
          frontier = frontier.with(names);
          joined = model.isEmpty() ? 0 : joined + 2;
          model.addAll(names);
        }
      }
      assertThat(frontier.toList()).isEqualTo(model);
      assertThat(frontier.size()).isEqualTo(model.size());
      assertThat(frontier.head()).isEqualTo(model.stream().findFirst());
    }
  }
}
