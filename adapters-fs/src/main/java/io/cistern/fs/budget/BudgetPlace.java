package io.cistern.fs.budget;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import java.util.Optional;

/** Where budgets are kept: a directory that is made when there is something to keep. */
public interface BudgetPlace {
  /** The directory, where it is there. The caller closes it. */
  Optional<Disk> there() throws DiskException;

  /** The directory, made where it was not there. The caller closes it. */
  Disk made() throws DiskException;

  /** A directory that is there. */
  static BudgetPlace of(Disk disk) {
    return new BudgetPlace() {
      @Override
      public Optional<Disk> there() {
        return Optional.of(disk);
      }

      @Override
      public Disk made() {
        return disk;
      }
    };
  }
}
