package io.cistern.fs.log;

/**
 * Says whether whoever held the mirror lock before this holder left it in order. If not, its last force may have failed,
 * and then the page cache shows what the disk does not have (flaw F10).
 */
@FunctionalInterface
public interface Predecessor {
  /**
   * Asked under the mirror lock, each time the log is caught up with. True only when the last holder, in this process or
   * another, let the lock go by itself and had no failed force; false when unknown.
   */
  boolean leftInOrder();
}
