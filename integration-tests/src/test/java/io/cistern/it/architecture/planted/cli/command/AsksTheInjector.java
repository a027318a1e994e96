package io.cistern.it.architecture.planted.cli.command;

import com.google.inject.Injector;

/** Breaks A04: a verb is handed what it needs. */
record AsksTheInjector(Injector injector) {}
