package io.cistern.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NamePolicyProperties {
  @Property
  void aKeyIsShortWholeAndStable(@ForAll("names") String raw) {
    String key = NamePolicy.key(raw);

    assertThat(key.length()).isBetween(1, NamePolicy.MAX_KEY_CHARS);
    assertThat(key.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF)).isTrue();
    assertThat(NamePolicy.key(key)).isEqualTo(key);
  }

  @Property
  void whatFitsIsThePathItself(@ForAll("names") String raw) {
    NameVerdict verdict = NamePolicy.judge(raw, Folding.NONE, new Held(Folding.NONE));

    assertThat(verdict instanceof NameVerdict.Fits fits ? fits.path().value() : raw).isEqualTo(raw);
    assertThat(verdict instanceof NameVerdict.Fits).isEqualTo(
        WorkspacePath.parse(raw).isPresent() && !raw.contains("x".repeat(256)));
  }

  @Property
  void whatIsHeldTogetherNeverClashes(@ForAll("siblings") List<String> raws) {
    Folding folding = new Folding(true, true);
    Held held = new Held(folding);
    for (String raw : raws) {
      if (NamePolicy.judge(raw, folding, held) instanceof NameVerdict.Fits(WorkspacePath path, var displaces)) {
        displaces.ifPresent(held.files::remove);
        held.take(path.value());
      }
    }

    assertThat(held.files.stream().map(folding::key)).doesNotHaveDuplicates();
    assertThat(held.files).noneMatch(held::anythingBelow);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.strings().withChars("/.ab\0").ofMaxLength(8),
        Arbitraries.of("/" + "x".repeat(255), "/" + "x".repeat(256), "/a/" + "ab/".repeat(900), "\uD800", "/\uDC00"));
  }

  @Provide
  Arbitrary<List<String>> siblings() {
    Arbitrary<String> segment = Arbitraries.of("a", "A", "b", "\u00e9", "e\u0301", "E\u0301");
    return segment.list().ofMinSize(1).ofMaxSize(3).map(parts -> "/" + String.join("/", parts)).list().ofMaxSize(12);
  }

  private static final class Held implements NamePolicy.Neighbours {
    private final Folding folding;
    private final Set<String> files = new HashSet<>();
    private final Map<String, Map<String, String>> folded = new HashMap<>();

    Held(Folding folding) {
      this.folding = folding;
    }

    void take(String path) {
      files.add(path);
      String directory = "/";
      for (String segment : path.substring(1).split("/", -1)) {
        folded.computeIfAbsent(directory, at -> new HashMap<>()).putIfAbsent(folding.key(segment), segment);
        directory = directory.equals("/") ? "/" + segment : directory + "/" + segment;
      }
    }

    @Override
    public boolean fileAt(String path) {
      return files.contains(path);
    }

    @Override
    public boolean anythingBelow(String path) {
      return files.stream().anyMatch(file -> file.startsWith(path + "/"));
    }

    @Override
    public Optional<String> foldedIn(String directory, String key) {
      return Optional.ofNullable(folded.getOrDefault(directory, Map.of()).get(key));
    }
  }
}
