/** The fakes take the exams of the adapters they stand in for. */
package io.cistern.application.fakes;
