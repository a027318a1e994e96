package io.cistern.application.port;

/** Proof that this process runs the one pass of its kind on the mirror. */
public interface HeldPass extends AutoCloseable {
  /** Lets another pass of the kind begin; a second call does nothing. */
  @Override
  void close();
}
