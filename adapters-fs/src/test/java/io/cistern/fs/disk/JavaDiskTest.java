package io.cistern.fs.disk;

final class JavaDiskTest extends SystemDiskContract {
  @Override
  SystemDisk.Means means() {
    return SystemDisk.Means.JAVA;
  }
}
