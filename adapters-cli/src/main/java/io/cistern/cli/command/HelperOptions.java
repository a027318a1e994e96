package io.cistern.cli.command;

import io.cistern.cli.wiring.HelperStart;
import java.util.ArrayList;
import java.util.List;

/** What a helper has to be told of the options of this run: where settings come from. Tokens are never among them. */
final class HelperOptions {
  private HelperOptions() {}

  static HelperStart start(Invocation invocation) {
    List<String> options = new ArrayList<>();
    invocation.options().config().ifPresent(file -> {
      options.add("--config");
      options.add(invocation.surroundings().resolve(file).toString());
    });
    invocation.options().sets().forEach(set -> {
      options.add("--set");
      options.add(set);
    });
    if (invocation.options().insecureHttp()) {
      options.add("--insecure-http");
    }
    return new HelperStart(invocation.surroundings(), options);
  }
}
