package com.caiatech.afdp.workers.output;

import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.reason.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The logs of one deployment: one for each instance, one for each check, and one of its checkout.
public record OutputFolder(Path path) {
  /// What an instance prints.
  ///
  /// @param replica from 1
  public OutputLog ofInstance(int replica) {
    return log("instance-" + replica);
  }

  /// What a check prints, or is answered.
  public OutputLog ofCheck(CheckStage stage, String check) {
    return log(OutputLog.checkPrefix(stage) + check);
  }

  /// Why commits could not be checked out.
  public OutputLog ofCheckout() {
    return log("checkout");
  }

  /// Every log that there is, by name.
  public List<OutputLog> logs() {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.toString().endsWith(OutputLog.SUFFIX))
          .sorted()
          .map(OutputLog::new)
          .toList();
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Listing the logs of a deployment failed"), path, fault);
    }
  }

  private OutputLog log(String name) {
    return new OutputLog(path.resolve(name + OutputLog.SUFFIX));
  }
}
