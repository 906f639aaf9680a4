package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a demo keeps its state.
///
/// @param state the state folder
/// @param sources the work trees that the story is made in
record DemoFolder(Path state, Path sources) {
  /// The state folder that was asked for, else the first of `afdp-demo`, `afdp-demo-2` … beside the
  /// default one that holds no story yet.
  static DemoFolder choose(StateOptions options) {
    if (options.stateIsGiven()) {
      DemoFolder folder = new DemoFolder(options.state());
      if (Files.exists(folder.sources)) {
        throw new InfraException.Refused(
            "the state folder "
                + folder.state
                + " holds a demo already; look at it with: afdp up --state "
                + folder.state
                + ", or choose another folder");
      }
      return folder;
    }
    Path beside = StateOptions.defaultState().resolveSibling("afdp-demo");
    DemoFolder folder = new DemoFolder(beside);
    for (int number = 2; Files.exists(folder.sources); number++) {
      folder = new DemoFolder(beside.resolveSibling("afdp-demo-" + number));
    }
    return folder;
  }

  private DemoFolder(Path state) {
    this(state, state.resolve("demo"));
  }
}
