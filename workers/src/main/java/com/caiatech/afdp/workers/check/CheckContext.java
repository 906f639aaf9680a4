package com.caiatech.afdp.workers.check;

import com.caiatech.afdp.workers.output.OutputFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a check may touch.
///
/// @param workingDirectory the service's folder in the application's checkout
/// @param environment the whole environment of a command; nothing is inherited
/// @param addresses where the new version answers, each asked in turn; none before it runs
/// @param processes the instances whose use of CPU and memory is measured
/// @param output takes what the check prints or is answered
public record CheckContext(
    Path workingDirectory,
    Map<String, String> environment,
    List<URI> addresses,
    List<ProcessHandle> processes,
    OutputFolder output) {
  public CheckContext {
    environment = Map.copyOf(environment);
    addresses = List.copyOf(addresses);
    processes = List.copyOf(processes);
  }
}
