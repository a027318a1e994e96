package io.cistern.application.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.testing.FakeRemote;
import io.cistern.application.testing.FakeRemote.Request;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.time.Deadline;
import org.junit.jupiter.api.Test;

class FirstContactTest {
  private final FakeRemote remote = new FakeRemote();
  private final FirstContact contact = new FirstContact(remote);

  @Test
  void oneQuestionIsEnoughForARemoteWithAFeed() {
    remote.put("/a.txt", "a");

    contact.establish("/", Deadline.NEVER);

    assertThat(remote.requests()).extracting(Request::endpoint).containsExactly("tip");
  }

  @Test
  void aRemoteWithoutAFeedShowsAPageOfWhatIsToBeMirrored() {
    remote.withoutFeed();

    contact.establish("/docs", Deadline.NEVER);

    assertThat(remote.requests()).extracting(Request::endpoint).containsExactly("tip", "tree");
    assertThat(remote.requests().getLast().path()).isEqualTo("/docs");
  }

  @Test
  void failsAsTheRemoteFails() {
    remote.dies();

    assertThatThrownBy(() -> contact.establish("/", Deadline.NEVER)).isInstanceOf(CisternException.class);
  }
}
