package io.cistern.fs.tree;

import io.cistern.fs.disk.FileFacts;

/**
 * What a placeholder looks like on disk: a regular file of no bytes. The only place that knows, so that other forms can
 * be added.
 */
final class PlaceholderForm {
  private PlaceholderForm() {}

  static boolean has(FileFacts facts) {
    return facts.isFile() && facts.size() == 0;
  }
}
