package io.cistern.application.mutate.add;

import io.cistern.application.port.FilePreparer;
import io.cistern.application.port.Spool;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.failure.InvariantViolated;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One preparation's private place, made of rooms of the spool; names in it are words, not places. */
final class Workrooms implements FilePreparer.Workroom, AutoCloseable {
  private final Spool spool;
  private final Map<String, Spool.Room> rooms = new HashMap<>();

  Workrooms(Spool spool) {
    this.spool = spool;
  }

  @Override
  public OutputStream write(String name) {
    Invariant.check(!rooms.containsKey(name), "a file of a workroom is written once");
    Spool.Room room = spool.open();
    rooms.put(name, room);
    return room.write();
  }

  @Override
  public InputStream read(String name) {
    return Optional.ofNullable(rooms.get(name))
        .orElseThrow(() -> new InvariantViolated("a file of a workroom is written before it is read"))
        .read(0);
  }

  @Override
  public void close() {
    rooms.values().forEach(Spool.Room::close);
    rooms.clear();
  }
}
