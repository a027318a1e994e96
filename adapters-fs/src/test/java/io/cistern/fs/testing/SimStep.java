package io.cistern.fs.testing;

/**
 * One operation of a process on a {@link SimDisk}.
 *
 * @param number counted over all processes, from 1
 * @param what the operation in a word
 * @param name what it is done to
 * @param changes whether it may change what a power cut leaves, so that crashing before it is worth a try
 */
public record SimStep(long number, String process, String what, String name, boolean changes) {
  public boolean forces() {
    return what.equals("force") || what.equals("force directory") || what.equals("sync all");
  }

  @Override
  public String toString() {
    return number + " " + process + ": " + what + " " + name;
  }
}
