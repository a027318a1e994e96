package io.cistern.fs.log;

/** Something that holds files open; closing cannot fail. */
interface OpenFiles extends AutoCloseable {
  @Override
  void close();
}
