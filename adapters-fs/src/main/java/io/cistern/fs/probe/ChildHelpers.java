package io.cistern.fs.probe;

import io.cistern.application.port.HelperProcesses;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Function;

/** Helpers as child processes. Safe for use by many threads. */
public final class ChildHelpers implements HelperProcesses {
  private final Function<HomeName, HelperProgram> programs;
  private final InstantSource clock;

  /** @param programs how the helper of a home is started; asked for each one */
  public ChildHelpers(Function<HomeName, HelperProgram> programs, InstantSource clock) {
    this.programs = programs;
    this.clock = clock;
  }

  @Override
  public Helper start(HomeName home) {
    try {
      return ChildHelper.start(programs.apply(home), clock);
    } catch (IOException failed) {
      throw new CisternException(new Failure.LocalIo("helper", "no helper can be started"), failed);
    }
  }
}
