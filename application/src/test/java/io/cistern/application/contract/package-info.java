/** One exam per port; every adapter and every fake has to pass it. */
package io.cistern.application.contract;
