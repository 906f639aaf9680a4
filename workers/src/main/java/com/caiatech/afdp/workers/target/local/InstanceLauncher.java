package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.check.ProgramPath;
import com.caiatech.afdp.workers.output.OutputLog;
import com.caiatech.afdp.workers.process.ProcessTree;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.target.Release;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Starts the command of a release as a process of its own, with an environment that holds nothing
/// of the runner's but `PATH` and `HOME`. `java` and `jwebserver` are those of the runner's JDK.
///
/// @param mark what every process of this target bears in its environment
record InstanceLauncher(ServiceName service, EnvironmentName environment, String mark) {
  static final String MARK = "AFDP_TARGET";
  private static final String PORT_PLACE = "{port}";

  /// The environment of any command of the release, its checks included.
  Map<String, String> environment(Release release, ReleaseFolder folder) {
    Map<String, String> variables = new TreeMap<>(release.run().env());
    variables.put("PATH", searchPath());
    variables.put("HOME", System.getProperty("user.home", "/"));
    variables.put("LANG", "C.UTF-8");
    variables.put("AFDP_DEPLOYMENT_ID", release.deploymentId().value());
    variables.put("AFDP_ENVIRONMENT", environment.value());
    variables.put("AFDP_SERVICE", service.value());
    variables.put(MARK, mark);
    if (release.sources().containsKey(SourceRole.CONFIGURATION)) {
      variables.put(
          "AFDP_CONFIGURATION_DIR", folder.home(release, SourceRole.CONFIGURATION).toString());
    }
    return variables;
  }

  /// The table's entry for a process that is about to be started.
  InstanceEntry entry(Release release, int replica, int port, int restarts) {
    StringBuilder line = new StringBuilder();
    command(release, port).forEach(argument -> line.append(argument).append('\0'));
    return new InstanceEntry(
        UUID.randomUUID().toString(),
        release.deploymentId(),
        replica,
        port,
        null,
        null,
        Sha256.ofUtf8(line.toString()),
        restarts);
  }

  /// Starts the process.
  Instance start(Release release, ReleaseFolder folder, InstanceEntry entry) {
    Path application = folder.checkout(release, SourceRole.APPLICATION);
    Path directory =
        folder
            .home(release, SourceRole.APPLICATION)
            .resolve(release.run().workingDirectory())
            .normalize();
    OutputLog log = folder.output().ofInstance(entry.replica());
    if (!directory.startsWith(application) || !Files.isDirectory(directory)) {
      throw new WorkersException.TargetUnavailable(
          Reason.of(
                  "instance {} of deployment {} could not be started: its working directory is no folder of the application")
              .with(entry.replica())
              .with(release.deploymentId()));
    }
    try {
      log.make();
      ProcessBuilder builder =
          new ProcessBuilder(
                  ProcessTree.inSession(
                      ProgramPath.resolve(command(release, entry.port()), searchPath()), directory))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
      builder.environment().clear();
      builder.environment().putAll(environment(release, folder));
      builder.environment().put(release.run().portEnv(), Integer.toString(entry.port()));
      builder.environment().put("PORT", Integer.toString(entry.port()));
      builder.environment().put(ProcessTree.ID, entry.instance());
      Process process = builder.start();
      ProcessHandle handle = process.toHandle();
      return new Instance(
          entry.started(handle.pid(), handle.info().startInstant().orElse(null)),
          handle,
          Optional.of(process),
          log);
    } catch (IOException fault) {
      log.note("instance %d could not be started: %s".formatted(entry.replica(), fault));
      throw new WorkersException.TargetUnavailable(
          Reason.of(
                  "instance {} of deployment {} could not be started; its program is not there or cannot be run")
              .with(entry.replica())
              .with(release.deploymentId()),
          directory,
          fault);
    }
  }

  private static List<String> command(Release release, int port) {
    return release.run().command().stream()
        .map(argument -> argument.replace(PORT_PLACE, Integer.toString(port)))
        .toList();
  }

  private static String searchPath() {
    String own = System.getenv("PATH");
    return Path.of(System.getProperty("java.home"), "bin")
        + File.pathSeparator
        + (own == null || own.isBlank() ? "/usr/local/bin:/usr/bin:/bin" : own);
  }
}
