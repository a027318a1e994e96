package io.cistern.fs.mirror;

import io.cistern.domain.workspace.Folding;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.layout.MirrorLayout;

/** Finds out which different names the file system takes for one, by making a file and asking for it by another name. */
final class FoldingProbe {
  private FoldingProbe() {}

  static Folding probe(Disk disk, long unique) throws DiskException {
    return new Folding(
        takesForOne(disk, MirrorLayout.probe(unique, "case"), MirrorLayout.probe(unique, "CASE")),
        takesForOne(disk, MirrorLayout.probe(unique, "\u00e9"), MirrorLayout.probe(unique, "e\u0301")));
  }

  private static boolean takesForOne(Disk disk, String made, String asked) throws DiskException {
    disk.create(made).close();
    try {
      return disk.look(asked).isPresent();
    } finally {
      disk.unlink(made);
    }
  }
}
