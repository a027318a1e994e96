package io.cistern.domain.probe;

/** What a probe asks about: one service, as one home sees it. */
public record ProbeTarget(HomeName home, ProviderName provider) {
  /** The home's broker. */
  public static ProbeTarget broker(HomeName home) {
    return new ProbeTarget(home, ProviderName.BROKER);
  }

  @Override
  public String toString() {
    return home + "/" + provider;
  }
}
