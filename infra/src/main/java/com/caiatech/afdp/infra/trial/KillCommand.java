package com.caiatech.afdp.infra.trial;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.command.CommandRunner;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the kill trial: the report on stdout as JSON, progress on stderr; exit code
/// 0 when nothing was lost, doubled, left open or left running.
@Command(
    name = "kill-test",
    description =
        "Kills the platform at seeded moments of deployments and rollbacks and checks what is left.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  infra/kill-test --moments 10 --seed 1 --temporal in_process",
      "  infra/kill-test --moments 10 --seed 1 --temporal command"
    })
public final class KillCommand implements Callable<ExitCode> {
  @Option(names = "--moments", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
  private int moments;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--temporal",
      defaultValue = "in_process",
      description = "in_process or command. Default: ${DEFAULT-VALUE}.")
  private String temporal = "in_process";

  @Nullable
  @Option(names = "--folder", description = "An empty folder to work in; default: a new one.")
  private Path folder;

  /// Runs the trial and exits with its code.
  public static void main(String[] arguments) {
    System.exit(CommandRunner.run(new KillCommand(), arguments));
  }

  @Override
  public ExitCode call() throws Exception {
    Path work = folder == null ? Files.createTempDirectory("afdp-kill-test") : folder;
    System.err.println("working in " + work);
    KillReport report =
        new KillTrial(work.toAbsolutePath(), temporal, seed, System.err::println).run(moments);
    report.faults().forEach(fault -> System.err.println("FAULT: " + fault));
    System.out.println(
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    return report.faults().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
