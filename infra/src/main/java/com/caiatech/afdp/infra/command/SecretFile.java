package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A secret that a user names by its file, or by `-` for standard input: what stands on a command
/// line is seen by every process of the machine.
final class SecretFile {
  private static final Path STANDARD_INPUT = Path.of("-");
  private static final int MOST_BYTES = 65_536;
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private SecretFile() {}

  /// What it holds, without white space around it.
  ///
  /// @param option which names it, for messages, which never tell the secret
  /// @throws InfraException.WrongUsage when it cannot be read, is empty, or is not its owner's
  ///   alone
  static String read(String option, Path file) {
    try {
      String secret;
      if (file.equals(STANDARD_INPUT)) {
        secret = text(System.in);
      } else {
        demandOwnersAlone(option, file);
        try (InputStream content = Files.newInputStream(file)) {
          secret = text(content);
        }
      }
      if (secret.isEmpty()) {
        throw new InfraException.WrongUsage(
            "%s: expected a secret in %s, found nothing".formatted(option, shown(file)));
      }
      return secret;
    } catch (IOException unreadable) {
      throw unreadable(option, file, unreadable);
    }
  }

  /// Refuses a file that others may read or write, as ssh does with keys. A pipe has no such
  /// rights.
  static void demandOwnersAlone(String option, Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return;
      }
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      if (rights.stream().anyMatch(OTHERS::contains)) {
        throw new InfraException.WrongUsage(
            "%1$s: expected a file for its owner alone, found %2$s with the rights %3$s; take those of others away by: chmod 600 %2$s"
                .formatted(option, file, PosixFilePermissions.toString(rights)));
      }
    } catch (IOException unreadable) {
      throw unreadable(option, file, unreadable);
    }
  }

  private static String text(InputStream content) throws IOException {
    return new String(content.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
  }

  private static InfraException unreadable(String option, Path file, IOException why) {
    return new InfraException.WrongUsage(
        "%s: expected a file that can be read, or - for standard input, found %s (%s)"
            .formatted(
                option,
                shown(file),
                why instanceof FileSystemException named && named.getReason() != null
                    ? named.getReason()
                    : why.getClass().getSimpleName()));
  }

  private static String shown(Path file) {
    return file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
  }
}
