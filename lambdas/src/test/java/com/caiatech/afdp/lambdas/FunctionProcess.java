package com.caiatech.afdp.lambdas;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// A function in a JVM of its own, as AWS Lambda runs it: AWS's runtime interface client on the
/// class path, the unpacked archive as its working folder, from which the client loads the handler,
/// and no other environment than what the function is given.
final class FunctionProcess implements AutoCloseable {
  private static final String RUNTIME =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  /// One class of each archive that the runtime brings: the client and what it stands on.
  private static final List<String> RUNTIME_PARTS =
      List.of(
          RUNTIME,
          "com.amazonaws.services.lambda.runtime.RequestHandler",
          "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
          "software.amazon.awssdk.utilslite.SdkInternalThreadLocal");

  private final RuntimeApi api = new RuntimeApi();
  private final Process process;
  private final Path log;

  private FunctionProcess(String handler, Path task, Path log, Map<String, String> settings)
      throws IOException {
    this.log = log;
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // as AWS Lambda starts a function
                "-XX:+UseSerialGC",
                "-cp",
                runtime(),
                RUNTIME,
                handler)
            .directory(task.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(settings);
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
    builder.environment().put("LANG", "en_US.UTF-8");
    this.process = builder.start();
  }

  /// @param task the unpacked archive
  /// @param log where the function's output goes
  static FunctionProcess start(String handler, Path task, Path log, Map<String, String> settings)
      throws IOException {
    return new FunctionProcess(handler, task, log, settings);
  }

  /// The function's answer to the event.
  String answer(String event) throws Exception {
    try {
      return api.invoke(event).get(5, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException none) {
      throw new AssertionError("the function gave no answer; its log:\n" + log(), none);
    }
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      api.close();
    }
  }

  private static String runtime() {
    return RUNTIME_PARTS.stream()
        .map(FunctionProcess::archiveOf)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String archiveOf(String className) {
    try {
      return Path.of(
              Class.forName(className, false, FunctionProcess.class.getClassLoader())
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI())
          .toString();
    } catch (ClassNotFoundException | URISyntaxException missing) {
      throw new AssertionError("the profile 'functions' brings " + className, missing);
    }
  }
}
