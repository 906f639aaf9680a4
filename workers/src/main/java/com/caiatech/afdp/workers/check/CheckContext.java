package com.caiatech.afdp.workers.check;

import com.caiatech.afdp.workers.output.OutputFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a check may touch.
///
/// @param workingDirectory the service's folder in the application's checkout
/// @param environment the whole environment of a command; nothing is inherited
/// @param service where the service answers; absent before it is deployed
/// @param processes the instances whose use of CPU and memory is measured
/// @param output takes what the check prints or is answered
public record CheckContext(
    Path workingDirectory,
    Map<String, String> environment,
    Optional<URI> service,
    List<ProcessHandle> processes,
    OutputFolder output) {
  public CheckContext {
    environment = Map.copyOf(environment);
    processes = List.copyOf(processes);
  }
}
