package io.cistern.it.architecture.planted.domain.quota;

import java.util.Random;

/** Breaks A10: a run with such a source can never be repeated. */
final class DrawsLots {
  int draw() {
    return new Random().nextInt();
  }
}
