package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class BrokerEventsTest {
  @TempDir
  Path state;

  private Fixture broker;

  @BeforeEach
  void start() throws Exception {
    broker = new Fixture(state);
    broker.store.place("/notes/a", "1");
    broker.put("/Img/b", "0", "{\"content\":\"2\"}");
    broker.store.place("/notes/a", "3");
    broker.store.vanish("/notes/a");
    broker.bulk("{\"files\":[{\"path\":\"/top\",\"content\":\"x\"}]}");
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private JsonNode page(String parameters) throws Exception {
    return broker.get("fs/events?" + parameters).json();
  }

  private List<String> ids(String parameters) throws Exception {
    return page(parameters).get("events").valueStream().map(event -> event.get("eventId").asString()).toList();
  }

  @Test
  void tellsWhatHappenedInTheContractsForm() throws Exception {
    JsonNode events = page("").get("events");

    assertThat(events.get(1).toString()).isEqualTo(
        "{\"eventId\":\"evt_2\",\"type\":\"file.created\",\"path\":\"/Img/b\",\"revision\":\"rev_2\",\"contentHash\":"
            + "\"d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35\",\"origin\":\"agent_write\","
            + "\"provider\":\"img\",\"correlationId\":\"c-77aa\",\"timestamp\":\"2026-01-01T00:00:00Z\"}");
    assertThat(events.get(2).get("type").asString()).isEqualTo("file.updated");
    assertThat(events.get(3).toString()).isEqualTo(
        "{\"eventId\":\"evt_4\",\"type\":\"file.deleted\",\"path\":\"/notes/a\",\"revision\":\"rev_4\","
            + "\"origin\":\"provider_sync\",\"provider\":\"notes\",\"correlationId\":\"\","
            + "\"timestamp\":\"2026-01-01T00:00:00Z\"}");
    assertThat(events.get(4).get("correlationId").asString()).isEmpty();
  }

  @Test
  void goesOnAfterACursorAndSaysWhetherMoreFollows() throws Exception {
    assertThat(ids("cursor=evt_2&limit=2")).containsExactly("evt_3", "evt_4");
    assertThat(page("cursor=evt_2&limit=2").get("nextCursor").asString()).isEqualTo("evt_4");
    assertThat(page("cursor=evt_3&limit=2").get("nextCursor").isNull()).isTrue();
    assertThat(ids("cursor=evt_5")).isEmpty();
    assertThat(ids("cursor=evt_0")).hasSize(5);
  }

  @Test
  void tellsTheTipNewestFirst() throws Exception {
    assertThat(ids("direction=desc&limit=1")).containsExactly("evt_5");
    assertThat(page("direction=desc&limit=1").get("nextCursor").asString()).isEqualTo("evt_5");
    assertThat(ids("direction=desc&cursor=evt_3")).containsExactly("evt_2", "evt_1");
    assertThat(page("direction=desc&cursor=evt_3").get("nextCursor").isNull()).isTrue();
  }

  @Test
  void startsAgainFromTheFirstEventForACursorItDoesNotKnow() throws Exception {
    assertThat(ids("cursor=evt_6")).hasSize(5);
    assertThat(ids("cursor=nonsense")).hasSize(5);
    assertThat(ids("direction=desc&cursor=nonsense")).isEmpty();
    assertThat(ids("direction=desc&cursor=evt_6")).isEmpty();
  }

  @Test
  void keepsTheEventsOfOneProvider() throws Exception {
    assertThat(ids("provider=notes")).containsExactly("evt_1", "evt_3", "evt_4");
    assertThat(ids("provider=IMG")).containsExactly("evt_2");
    assertThat(ids("provider=notes&cursor=evt_2&limit=1")).containsExactly("evt_3");
    assertThat(page("provider=notes&cursor=evt_2&limit=1").get("nextCursor").asString()).isEqualTo("evt_3");
    assertThat(ids("provider=notes&direction=desc&limit=1")).containsExactly("evt_4");
  }

  @Test
  void bendsALimitAndRefusesADirection() throws Exception {
    assertThat(ids("limit=0")).hasSize(5);
    assertThat(ids("limit=many")).hasSize(5);
    assertThat(ids("limit=5000")).hasSize(5);
    assertThat(broker.get("fs/events?direction=up").status()).isEqualTo(400);
  }
}
