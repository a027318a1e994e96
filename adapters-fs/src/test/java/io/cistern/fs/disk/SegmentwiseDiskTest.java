package io.cistern.fs.disk;

final class SegmentwiseDiskTest extends SystemDiskContract {
  @Override
  SystemDisk.Means means() {
    return SystemDisk.Means.SYSTEM_CALLS_BY_SEGMENT;
  }
}
