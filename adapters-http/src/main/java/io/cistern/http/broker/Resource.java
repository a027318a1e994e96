package io.cistern.http.broker;

import java.io.IOException;

/** Answers the requests of one kind. */
interface Resource {
  /**
   * Gives the one answer to a call.
   *
   * @throws Refusal instead of an answer
   * @throws IOException when the answer cannot be sent to its end
   */
  void answer(Call call) throws IOException;
}
