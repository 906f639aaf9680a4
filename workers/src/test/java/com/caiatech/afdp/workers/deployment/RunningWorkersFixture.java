package com.caiatech.afdp.workers.deployment;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// All of the workers, on in-process Temporal, for one test.
abstract class RunningWorkersFixture {
  @TempDir Path folder;
  RunningWorkers running;

  @BeforeEach
  void open() throws Exception {
    running = new RunningWorkers(folder);
  }

  @AfterEach
  void close() {
    running.close();
  }
}
