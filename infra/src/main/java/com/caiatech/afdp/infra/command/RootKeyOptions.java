package com.caiatech.afdp.infra.command;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// With which root keys a command signs, beside that of the state folder.
final class RootKeyOptions {
  @Option(
      names = "--root-key",
      paramLabel = "FILE",
      description =
          "A further root's armored secret key, where the policy asks for the signatures of"
              + " several, or that of the state folder is no root's; repeatable.")
  private List<Path> files = List.of();

  List<Path> files() {
    files.forEach(file -> SecretFile.demandOwnersAlone("--root-key", file));
    return files;
  }
}
