package io.cistern.fs.log;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Room that files hold while nobody needs it, so that a recovery on a full disk can be finished and the disk be emptied. It
 * comes in parts, given back one at a time: what a recovery did not use of one when it died may be taken by anybody, and the
 * next one has those that are left. Used under the mirror lock only.
 */
public final class RecoveryRoom {
  /**
   * In each part: directories on the way to names, names in directories that have to grow, a segment, what was torn: some
   * each.
   */
  public static final long BYTES = 256L << 10;

  private static final byte[] COMPLETE = "room for a recovery\n".getBytes(StandardCharsets.UTF_8);

  private final Disk disk;

  public RecoveryRoom(Disk disk) {
    this.disk = disk;
  }

  /** Sets it aside durably, as far as it can be had; a disk that is nearly full may still hold a mirror. */
  public void make() throws DiskException {
    for (String part : MirrorLayout.ROOMS) {
      if (!isThere(part)) {
        DiskFile room;
        try {
          room = fill(part);
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
    }
  }

  /** Sets it aside as far as it can be had; what cannot be had now is no reason to fail. Costs a look at each part. */
  void keep() throws DiskException {
    try {
      for (String part : MirrorLayout.ROOMS) {
        if (!isThere(part)) {
          fill(part).close();
        }
      }
    } catch (DiskException refused) {
      if (refused.kind() == DiskException.Kind.TAINTED) {
        throw refused;
      }
    }
  }

  /** Gives the last part back that there is; answers whether there was any. */
  boolean giveBack() throws DiskException {
    for (String part : MirrorLayout.ROOMS.reversed()) {
      if (giveBack(part)) {
        return true;
      }
    }
    return false;
  }

  private boolean giveBack(String part) throws DiskException {
    try {
      disk.unlink(part);
      return true;
    } catch (DiskException gone) {
      if (gone.kind() == DiskException.Kind.NOT_FOUND) {
        return false;
      }
      throw gone;
    }
  }

  /** One that was begun and not completed is empty. */
  private boolean isThere(String part) throws DiskException {
    return disk.look(part).filter(facts -> facts.size() > 0).isPresent();
  }

  private DiskFile fill(String part) throws DiskException {
    giveBack(part);
    DiskFile file = disk.create(part);
    try {
      file.reserve(BYTES);
      file.write(0, ByteBuffer.wrap(COMPLETE));
      return file;
    } catch (DiskException | RuntimeException refused) {
      file.close();
      giveBack(part);
      throw refused;
    }
  }
}
