package io.cistern.fs.log;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Room that a file holds while nobody needs it, so that a recovery on a full disk can be finished and the disk be emptied.
 * Used under the mirror lock only.
 */
public final class RecoveryRoom {
  /** Directories on the way to names, names in directories that have to grow, a segment, and what was torn: some each. */
  public static final long BYTES = 1L << 20;

  private static final byte[] COMPLETE = "room for a recovery\n".getBytes(StandardCharsets.UTF_8);

  private final Disk disk;

  public RecoveryRoom(Disk disk) {
    this.disk = disk;
  }

  /** Sets it aside durably, where it can be had; a disk that is nearly full may still hold a mirror. */
  public void make() throws DiskException {
    if (isThere()) {
      return;
    }
    DiskFile room;
    try {
      room = fill();
    } catch (DiskException full) {
      if (full.kind() == DiskException.Kind.NO_SPACE) {
        return;
      }
      throw full;
    }
    try (DiskFile made = room) {
      made.force();
    }
  }

  /** Sets it aside where it can be had; what cannot be had now is no reason to fail. Costs a look when it is there. */
  void keep() throws DiskException {
    try {
      if (!isThere()) {
        fill().close();
      }
    } catch (DiskException refused) {
      if (refused.kind() == DiskException.Kind.TAINTED) {
        throw refused;
      }
    }
  }

  /** Gives it back; answers whether there was any. */
  boolean giveBack() throws DiskException {
    try {
      disk.unlink(MirrorLayout.ROOM);
      return true;
    } catch (DiskException gone) {
      if (gone.kind() == DiskException.Kind.NOT_FOUND) {
        return false;
      }
      throw gone;
    }
  }

  /** One that was begun and not completed is empty. */
  private boolean isThere() throws DiskException {
    return disk.look(MirrorLayout.ROOM).filter(facts -> facts.size() > 0).isPresent();
  }

  private DiskFile fill() throws DiskException {
    giveBack();
    DiskFile file = disk.create(MirrorLayout.ROOM);
    try {
      file.reserve(BYTES);
      file.write(0, ByteBuffer.wrap(COMPLETE));
      return file;
    } catch (DiskException | RuntimeException refused) {
      file.close();
      giveBack();
      throw refused;
    }
  }
}
