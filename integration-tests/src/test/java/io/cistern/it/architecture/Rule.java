package io.cistern.it.architecture;

import com.tngtech.archunit.lang.ArchRule;

/**
 * The architecture rules by number. Each is written for a base package, so that it can be held against the program and
 * against planted violations that mirror the program's packages.
 */
enum Rule {
  /** Domain knows itself, annotations, and the part of the JDK that has no effects. */
  A01,
  /** Application knows domain, itself, and what a use case may be built with. */
  A02,
  /** The adapters do not know each other; only the wiring knows all. */
  A03,
  /** Guice stays in the wiring, so that an embedder needs none. */
  A04,
  /** The driven adapters know ports, not use cases. */
  A05,
  /** Verb families do not call each other. */
  A06,
  /** Domain packages form no cycle. */
  A07,
  /** Only the disk package changes the disk. */
  A08,
  /** Only the lock package handles file locks. */
  A09,
  /** Time, waiting and chance come to domain and application from outside. */
  A10,
  /** Domain classes are closed. */
  A11,
  /** Whoever writes to a mirror shows the lock. */
  A12,
  /** No static state that can change. */
  A13,
  /** Ports declare no checked exception. */
  A14,
  /** Whoever takes the lock is marked as a store. */
  A15,
  /** Every package has a page and is null-marked. */
  A16;

  /**
   * The rule for the packages below {@code base}. It tolerates that nothing is there to check; that it does check
   * something is a test of its own.
   */
  ArchRule under(String base) {
    ArchRule rule = switch (this) {
      case A01 -> LayerRules.domainKnowsOnlyItself(base);
      case A02 -> LayerRules.applicationKnowsOnlyTheDomain(base);
      case A03 -> LayerRules.adaptersDoNotKnowEachOther(base);
      case A04 -> LayerRules.guiceStaysInTheWiring(base);
      case A05 -> LayerRules.drivenAdaptersKnowNoUseCase(base);
      case A06 -> LayerRules.verbFamiliesDoNotKnowEachOther(base);
      case A07 -> LayerRules.domainPackagesFormNoCycle(base);
      case A08 -> EffectRules.onlyTheDiskPackageChangesTheDisk(base);
      case A09 -> EffectRules.onlyTheLockPackageHandlesFileLocks(base);
      case A10 -> EffectRules.theInsideNeverAsksTheTimeNorSleepsNorDrawsLots(base);
      case A11 -> ShapeRules.domainClassesAreClosed(base);
      case A12 -> ShapeRules.mirrorStoresTakeTheLockFirst(base);
      case A13 -> ShapeRules.noStaticFieldCanChange(base);
      case A14 -> ShapeRules.portsDeclareNoCheckedException(base);
      case A15 -> ShapeRules.whoeverTakesTheLockIsAMirrorStore(base);
      case A16 -> ShapeRules.everyPackageIsNullMarked(base);
    };
    return rule.allowEmptyShould(true);
  }
}
