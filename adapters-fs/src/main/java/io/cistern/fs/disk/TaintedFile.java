package io.cistern.fs.disk;

import java.nio.ByteBuffer;

/** A file that writes nothing once a force has failed on its disk. */
final class TaintedFile implements DiskFile {
  private final DiskFile file;
  private final String name;
  private final Taint taint;

  TaintedFile(DiskFile file, String name, Taint taint) {
    this.file = file;
    this.name = name;
    this.taint = taint;
  }

  @Override
  public int read(long position, ByteBuffer into) throws DiskException {
    return file.read(position, into);
  }

  @Override
  public void write(long position, ByteBuffer from) throws DiskException {
    taint.refuse("write", name);
    file.write(position, from);
  }

  @Override
  public FileFacts facts() throws DiskException {
    return file.facts();
  }

  @Override
  public void force() throws DiskException {
    taint.force(name, file::force);
  }

  @Override
  public void truncate(long length) throws DiskException {
    taint.refuse("truncate", name);
    file.truncate(length);
  }

  @Override
  public void reserve(long length) throws DiskException {
    taint.refuse("reserve", name);
    file.reserve(length);
  }

  @Override
  public void setModified(long nanos) throws DiskException {
    taint.refuse("set time of", name);
    file.setModified(nanos);
  }

  @Override
  public void close() {
    file.close();
  }
}
