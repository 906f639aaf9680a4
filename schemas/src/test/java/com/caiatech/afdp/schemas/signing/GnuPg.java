package com.caiatech.afdp.schemas.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// Stock `gpg` and `git` in a home folder of their own; `close` stops the agent that gpg starts.
final class GnuPg {
  private final Path home;

  GnuPg() throws IOException {
    // short: the agent's socket has a path of at most 107 bytes
    home =
        Files.createTempDirectory(
            Path.of("/tmp"),
            "gpg",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  record Outcome(int exitCode, String text, String stderr) {
    String all() {
      return text + stderr;
    }
  }

  Outcome gpg(byte[] stdin, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("gpg", "--batch", "--yes", "--no-tty", "--pinentry-mode", "loopback"));
    command.addAll(List.of("--passphrase", "", "--status-fd", "2"));
    command.addAll(List.of(arguments));
    return run(home, stdin, command);
  }

  Outcome git(Path folder, byte[] stdin, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return run(folder, stdin, command);
  }

  /// Makes a key with gpg and returns its armored public part.
  String makeKey(String userId, String algorithm, String usage, String expire) throws Exception {
    require(gpg(new byte[0], "--quick-generate-key", userId, algorithm, usage, expire));
    return export(userId);
  }

  String export(String userId) throws Exception {
    return require(gpg(new byte[0], "--armor", "--export", userId)).text();
  }

  String sign(String userId, byte[] payload, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--local-user", userId, "--armor", "--detach-sign"));
    return require(gpg(payload, arguments.toArray(String[]::new))).text();
  }

  Outcome verify(byte[] payload, String armoredSignature) throws Exception {
    Path signature = Files.writeString(home.resolve("signature.asc"), armoredSignature);
    return gpg(payload, "--verify", signature.toString(), "-");
  }

  Path home() {
    return home;
  }

  static Outcome require(Outcome outcome) {
    if (outcome.exitCode() != 0) {
      throw new AssertionError("exit code " + outcome.exitCode() + ": " + outcome.all());
    }
    return outcome;
  }

  private Outcome run(Path folder, byte[] stdin, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("GNUPGHOME", home.toString());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    Process process = builder.start();
    CompletableFuture<byte[]> stderr =
        CompletableFuture.supplyAsync(
            () -> readAll(process.getErrorStream()), Thread::startVirtualThread);
    CompletableFuture<byte[]> stdout =
        CompletableFuture.supplyAsync(
            () -> readAll(process.getInputStream()), Thread::startVirtualThread);
    try (OutputStream input = process.getOutputStream()) {
      input.write(stdin);
    }
    return new Outcome(
        process.waitFor(), new String(stdout.get(), UTF_8), new String(stderr.get(), UTF_8));
  }

  private static byte[] readAll(InputStream stream) {
    try (stream) {
      return stream.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  void close() throws Exception {
    run(home, new byte[0], List.of("gpgconf", "--kill", "all"));
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
