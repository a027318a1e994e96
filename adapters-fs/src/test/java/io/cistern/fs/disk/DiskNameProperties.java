package io.cistern.fs.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class DiskNameProperties {
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("a", "..", ".", "", "/", "...", "b c", "\0", ".cistern", "~").list().ofMaxSize(6)
        .map(parts -> String.join("/", parts));
  }

  @Property
  void acceptsOnlyWhatStaysBeneathTheRoot(@ForAll("names") String name) {
    try {
      DiskName parsed = DiskName.of("try", name);
      Path root = Path.of("/root");
      Path resolved = root.resolve(name);
      assertThat(resolved.normalize()).isEqualTo(resolved).startsWithRaw(root);
      assertThat(List.of(name.split("/"))).endsWith(parsed.leaf());
    } catch (DiskException refused) {
      assertThat(refused.kind()).isEqualTo(DiskException.Kind.OTHER);
      assertThat(List.of(name.split("/", -1))).containsAnyOf("", ".", "..", "\0");
    }
  }
}
