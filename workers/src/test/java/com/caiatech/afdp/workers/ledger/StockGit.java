package com.caiatech.afdp.workers.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs Debian's git and gpg, in a home of their own.
public final class StockGit {
  private final Path home;

  public StockGit(Path home) throws IOException {
    this.home = Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
  }

  /// Both outputs of a command that has to succeed.
  public String run(Path folder, String... command) throws IOException, InterruptedException {
    return runWith(folder, "", command);
  }

  /// A key that gpg makes and that expires.
  ///
  /// @param lifetime as gpg takes it, such as `1d`
  public OpenPgpSecretKey expiringKey(String lifetime) throws IOException, InterruptedException {
    String[] gpg = {"gpg", "--batch", "--passphrase", ""};
    var _ =
        run(
            home,
            with(
                gpg,
                "--quick-generate-key",
                "Worker <worker@afdp.invalid>",
                "ed25519",
                "sign",
                lifetime));
    return OpenPgpSecretKey.parse(run(home, with(gpg, "--armor", "--export-secret-keys")));
  }

  private static String[] with(String[] command, String... arguments) {
    return Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new);
  }

  /// Adds files to a repository in one unsigned commit, as whoever may push to its host can.
  public void push(Path repository, Map<String, String> files)
      throws IOException, InterruptedException {
    Path clone = Files.createTempDirectory(home, "clone");
    run(home, "git", "clone", "-q", repository.toString(), clone.toString());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path place = clone.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(place.getParent()));
      Files.writeString(place, file.getValue());
    }
    run(clone, "git", "add", ".");
    run(clone, "git", "commit", "-q", "-m", "by hand");
    run(clone, "git", "push", "-q", "origin", "HEAD:main");
  }

  String runWith(Path folder, String input, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(home, "out", ".txt");
    Path in = Files.writeString(Files.createTempFile(home, "in", ".txt"), input);
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(in.toFile())
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("GNUPGHOME", home.toString());
    environment.put("HOME", home.toString());
    environment.put("LC_ALL", "C.UTF-8");
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      environment.put("GIT_" + who + "_NAME", "Mallory");
      environment.put("GIT_" + who + "_EMAIL", "mallory@example.invalid");
    }
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + " did not end");
    }
    String printed = Files.readString(output, UTF_8);
    if (process.exitValue() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + printed);
    }
    return printed;
  }
}
