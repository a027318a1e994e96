package io.cistern.it.bootstrap;

import io.cistern.http.client.BearerToken;
import io.cistern.http.client.TokenSource;
import io.cistern.http.virtual.VirtualBroker;

/** Where tokens come from; each may expire, and another one be put there. */
final class Wallet {
  private final VirtualBroker broker;
  private int issued;
  private boolean good;

  Wallet(VirtualBroker broker) {
    this.broker = broker;
    renew();
  }

  void expire() {
    broker.expire(name());
    good = false;
  }

  /** A good token lies there from now on. */
  void renew() {
    if (!good) {
      issued++;
      broker.accept(name(), "fs:read");
      good = true;
    }
  }

  /** As one process holds it: it keeps a token until it is refused. */
  TokenSource source() {
    return new TokenSource() {
      private BearerToken held = BearerToken.require(name(), "the test");

      @Override
      public BearerToken current() {
        return held;
      }

      @Override
      public BearerToken reread() {
        held = BearerToken.require(name(), "the test");
        return held;
      }
    };
  }

  private String name() {
    return "token-" + issued;
  }
}
