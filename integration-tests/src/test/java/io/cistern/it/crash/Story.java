package io.cistern.it.crash;

import io.cistern.fs.testing.SimDisk;

/** Something done to a mirror that may be cut anywhere. */
@FunctionalInterface
interface Story {
  /** Does it, as process {@code A}; the ledger is told before and after each change. */
  void tell(SimDisk disk, Ledger ledger);
}
