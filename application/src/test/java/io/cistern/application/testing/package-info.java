/** Fakes that pass the same exams as the adapters, for tests of this module and of others. */
package io.cistern.application.testing;
