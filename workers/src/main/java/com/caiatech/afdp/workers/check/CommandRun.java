package com.caiatech.afdp.workers.check;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Measurements;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One command that must exit with 0, in a clean environment, with its whole output digested and
/// its end kept.
final class CommandRun {
  private static final int TAIL_BYTES = 2_048;
  private static final int REASON_LENGTH = 400;

  private final Descriptor.CommandCheck check;
  private final CheckStage stage;
  private final CheckContext context;
  private final Instant startedAt;

  CommandRun(
      Descriptor.CommandCheck check, CheckStage stage, CheckContext context, Instant startedAt) {
    this.check = check;
    this.stage = stage;
    this.context = context;
    this.startedAt = startedAt;
  }

  CheckOutcome run() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command())
              .directory(context.workingDirectory().toFile())
              .redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(context.environment());
      return follow(builder.start());
    } catch (IOException notStarted) {
      return outcome(
          CheckStatus.ERROR, null, null, "it could not be started: " + notStarted.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return outcome(CheckStatus.ERROR, null, null, "it was interrupted");
    }
  }

  private List<String> command() throws IOException {
    String path = context.environment().get("PATH");
    return path == null ? check.command() : ProgramPath.resolve(check.command(), path);
  }

  private CheckOutcome follow(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    ProcessUsage usage = ProcessUsage.start(List.of(process.toHandle()));
    Output output = new Output();
    Thread reader = Thread.ofVirtual().start(() -> output.readAll(process.getInputStream()));
    try {
      boolean ended = process.waitFor(check.timeoutSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        end(process);
        reader.join();
        return outcome(
            CheckStatus.FAILED,
            usage,
            output.digest(),
            "it had not ended after " + check.timeoutSeconds() + " s and was stopped");
      }
      reader.join();
      int code = process.exitValue();
      return code == 0
          ? outcome(CheckStatus.PASSED, usage, output.digest(), null)
          : outcome(
              CheckStatus.FAILED,
              usage,
              output.digest(),
              "expected exit code 0, found " + code + ": " + output.tail());
    } finally {
      end(process);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private CheckOutcome outcome(
      CheckStatus status,
      @Nullable ProcessUsage usage,
      @Nullable Sha256 output,
      @Nullable String reason) {
    Double passRate = status == CheckStatus.PASSED ? 1.0 : 0.0;
    Long memory =
        usage == null || usage.memoryPeak().isEmpty() ? null : usage.memoryPeak().getAsLong();
    return new CheckOutcome(
        check.name(),
        stage,
        CheckType.COMMAND,
        status,
        new Measurements(null, memory, null, null, passRate, 1L),
        shortened(String.join(" ", check.command())),
        output,
        startedAt,
        Instant.now(),
        reason == null ? null : shortened(reason));
  }

  private static String shortened(String text) {
    return text.length() <= REASON_LENGTH ? text : text.substring(0, REASON_LENGTH - 1) + "…";
  }

  /// The digest of everything that a command printed, and the end of it.
  private static final class Output {
    private final MessageDigest digest = Sha256.newDigest();
    private final StringBuilder tail = new StringBuilder();

    void readAll(InputStream stream) {
      byte[] buffer = new byte[8_192];
      try (stream) {
        int count = stream.read(buffer);
        while (count >= 0) {
          digest.update(buffer, 0, count);
          tail.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
          tail.delete(0, Math.max(0, tail.length() - TAIL_BYTES));
          count = stream.read(buffer);
        }
      } catch (IOException closed) {
        tail.append(" [output cut: ").append(closed.getMessage()).append(']');
      }
    }

    Sha256 digest() {
      return Sha256.ofDigest(digest.digest());
    }

    String tail() {
      String text = tail.toString().strip().replaceAll("\\s+", " ");
      return text.length() <= REASON_LENGTH / 2
          ? text
          : "…" + text.substring(text.length() - REASON_LENGTH / 2);
    }
  }
}
