package io.cistern.it.architecture.planted.domain.quota;

/** Breaks A11: anybody may extend it. */
class StaysOpen {}
