package com.caiatech.afdp.workers.check;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.workers.output.CheckOutput;
import com.caiatech.afdp.workers.output.OutputLog;
import com.caiatech.afdp.workers.output.Printed;
import com.caiatech.afdp.workers.process.ProcessTree;
import com.caiatech.afdp.workers.reason.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One command that must exit with 0, in a clean environment, with its whole output digested and
/// its end kept in the check's log. What it started ends with it.
final class CommandRun {
  private static final int LONGEST_QUERY = 400;

  /// A child that could not be ended with the command may hold its output open for ever.
  private static final Duration MOST_AFTER_THE_END = Duration.ofSeconds(15);

  private final Descriptor.CommandCheck check;
  private final CheckStage stage;
  private final CheckContext context;
  private final Instant startedAt;
  private final OutputLog log;

  CommandRun(
      Descriptor.CommandCheck check, CheckStage stage, CheckContext context, Instant startedAt) {
    this.check = check;
    this.stage = stage;
    this.context = context;
    this.startedAt = startedAt;
    this.log = context.output().ofCheck(stage, check.name());
  }

  CheckOutcome run() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command())
              .directory(context.workingDirectory().toFile())
              .redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(context.environment());
      String id = UUID.randomUUID().toString();
      builder.environment().put(ProcessTree.ID, id);
      Process process = builder.start();
      return follow(process, new ProcessTree(process.toHandle(), id));
    } catch (IOException notStarted) {
      log.note("the check could not be started: " + notStarted);
      return outcome(
          CheckStatus.ERROR,
          null,
          null,
          Reason.of("it could not be started; its program is not there or cannot be run"));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return outcome(CheckStatus.ERROR, null, null, Reason.of("it was interrupted"));
    }
  }

  private List<String> command() throws IOException {
    String path = context.environment().getOrDefault("PATH", "");
    return ProcessTree.inSession(
        ProgramPath.resolve(check.command(), path), context.workingDirectory());
  }

  private CheckOutcome follow(Process process, ProcessTree tree)
      throws IOException, InterruptedException {
    process.getOutputStream().close();
    ProcessUsage usage = ProcessUsage.start(List.of(process.toHandle()));
    try (CheckOutput output = CheckOutput.into(log)) {
      Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
      boolean ended = process.waitFor(check.timeoutSeconds(), TimeUnit.SECONDS);
      tree.stop(Duration.ZERO);
      reader.join(MOST_AFTER_THE_END);
      Printed printed = output.end();
      if (!ended) {
        return outcome(
            CheckStatus.FAILED,
            usage,
            printed,
            Reason.of("it had not ended after {} s and was stopped").with(check.timeoutSeconds()));
      }
      int code = process.exitValue();
      return code == 0
          ? outcome(CheckStatus.PASSED, usage, printed, null)
          : outcome(
              CheckStatus.FAILED,
              usage,
              printed,
              Reason.of("expected exit code 0, found {}").with(code));
    } finally {
      tree.stop(Duration.ZERO);
    }
  }

  private static void read(InputStream stream, CheckOutput output) {
    byte[] buffer = new byte[8_192];
    try (stream) {
      int count = stream.read(buffer);
      while (count >= 0) {
        output.take(buffer, count);
        count = stream.read(buffer);
      }
    } catch (IOException cut) {
      // the process was stopped; what came before counts
    }
  }

  private CheckOutcome outcome(
      CheckStatus status,
      @Nullable ProcessUsage usage,
      @Nullable Printed printed,
      @Nullable Reason reason) {
    Double passRate = status == CheckStatus.PASSED ? 1.0 : 0.0;
    Long memory =
        usage == null || usage.memoryPeak().isEmpty() ? null : usage.memoryPeak().getAsLong();
    return new CheckOutcome(
        check.name(),
        stage,
        CheckType.COMMAND,
        status,
        new Measurements(null, memory, null, null, passRate, 1L),
        query(),
        printed,
        startedAt,
        Instant.now(),
        reason);
  }

  /// The command line as it stands in the committed descriptor.
  private String query() {
    String line = String.join(" ", check.command());
    return line.length() <= LONGEST_QUERY ? line : line.substring(0, LONGEST_QUERY - 1) + "…";
  }
}
