package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.LocalSource.Found;
import io.cistern.application.port.LocalSource.Hashing;
import io.cistern.application.port.LocalSource.Identity;
import io.cistern.application.port.LocalSource.Opening;
import io.cistern.application.testing.Hashes;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.time.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a source of local files has to do. */
public abstract class LocalSourceContract {
  private SourceFixture fixture;

  /** An empty directory. */
  protected abstract SourceFixture create();

  @BeforeEach
  void open() {
    fixture = create();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void findsEveryFileInTheByteOrderOfFullNames() {
    for (String name : List.of("a/x", "a.b", "a-b", "b/c/d", "é", "B", "a0")) {
      fixture.writes(name, name);
    }

    assertThat(names("")).containsExactly("B", "a-b", "a.b", "a/x", "a0", "b/c/d", "é");
    assertThat(names("b")).containsExactly("b/c/d");
    assertThat(names("a/x")).containsExactly("a/x");
  }

  @Test
  void tellsWhatCannotBeAddedInItsPlace() {
    fixture.writes("a", "");
    fixture.links("b");
    fixture.putsPipe("c");
    fixture.writes("d", "");

    List<Found> found = scan("");

    assertThat(found).extracting(Found::name).containsExactly("a", "b", "c", "d");
    assertThat(found.get(1)).isInstanceOfSatisfying(
        Found.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refusal.SYMBOLIC_LINK));
    assertThat(found.get(2)).isInstanceOfSatisfying(
        Found.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refusal.SPECIAL_FILE));
    assertThat(scan("b")).hasSize(1).first().isInstanceOf(Found.Refused.class);
    assertThat(scan("nothing")).hasSize(1).first().isInstanceOf(Found.Refused.class);
  }

  @Test
  void leavesOutWhatTheRulesOfADirectoryAndThoseAboveItSay() {
    fixture.writes(".cisternignore", "*.log\nbuild/\n");
    fixture.writes("a.log", "");
    fixture.writes("build/x", "");
    fixture.writes("sub/.cisternignore", "!keep.log\n/only\n");
    fixture.writes("sub/keep.log", "");
    fixture.writes("sub/only", "");
    fixture.writes("sub/deep/only", "");
    fixture.writes("sub/deep/a.log", "");

    assertThat(names("")).containsExactly(
        ".cisternignore", "sub/.cisternignore", "sub/deep/only", "sub/keep.log");
    assertThat(names("sub/deep")).containsExactly("sub/deep/only");
    assertThat(names("a.log")).containsExactly("a.log");
  }

  @Test
  void passesOverTheControlDirectoryOfAMirror() {
    fixture.writes(".cistern/log/x", "");
    fixture.writes("sub/.cistern/y", "");
    fixture.writes("z", "");

    assertThat(names("")).containsExactly("z");
  }

  @Test
  void readsAFileWithTheIdentityItHadBefore() throws IOException {
    fixture.writes("a", "text");

    Opening opening = fixture.source().open("a");

    assertThat(opening).isInstanceOf(Opening.Opened.class);
    Opening.Opened opened = (Opening.Opened) opening;
    try (var body = opened.body()) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("text");
    }
    assertThat(opened.identity().size()).isEqualTo(4);
    assertThat(fixture.source().look("a")).contains(opened.identity());
  }

  @Test
  void aFileThatIsReplacedLooksDifferent() {
    fixture.writes("a", "text");
    Optional<Identity> before = fixture.source().look("a");

    fixture.writes("a", "next");

    assertThat(fixture.source().look("a")).isPresent().isNotEqualTo(before);
    fixture.removes("a");
    assertThat(fixture.source().look("a")).isEmpty();
    assertThat(fixture.source().open("a")).isInstanceOf(Opening.Refused.class);
    assertThat(fixture.source().hash("a", Deadline.NEVER)).isInstanceOf(Hashing.Refused.class);
  }

  @Test
  void hashesAFileAndLooksAtThePatience() {
    fixture.writes("a", "text");

    assertThat(fixture.source().hash("a", Deadline.NEVER)).isInstanceOfSatisfying(
        Hashing.Hashed.class, hashed -> {
          assertThat(hashed.hash()).isEqualTo(Hashes.of("text"));
          assertThat(fixture.source().look("a")).contains(hashed.identity());
        });
    assertThatThrownBy(() -> fixture.source().hash("a", new Deadline(Instant.EPOCH)))
        .isInstanceOf(CisternException.class);
  }

  private List<String> names(String name) {
    return scan(name).stream().map(Found::name).toList();
  }

  private List<Found> scan(String name) {
    List<Found> found = new ArrayList<>();
    fixture.source().scan(name, found::add);
    return found;
  }
}
