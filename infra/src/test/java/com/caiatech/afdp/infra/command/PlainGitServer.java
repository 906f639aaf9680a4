package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.schemas.testing.GitHttpHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A Git server that knows nothing of the platform: bare repositories behind stock `git
/// http-backend` on loopback, and hooks that somebody put into them.
final class PlainGitServer implements AutoCloseable {
  private final Path folder;
  private final GitHttpHost host;

  private PlainGitServer(Path folder) {
    this.folder = folder;
    this.host = GitHttpHost.open(folder);
  }

  /// Starts one that answers.
  static PlainGitServer start(Path folder) throws IOException {
    return new PlainGitServer(Files.createDirectories(folder));
  }

  /// As the platform's configuration names it.
  String authority() {
    return host.authority();
  }

  String address(String repository) {
    return host.address(repository + ".git");
  }

  /// Makes a bare repository whose hook tells a webhook of pushes, as the hook's first lines say.
  void make(String repository, String hook, String url, Path secretFile) throws IOException {
    Path bare = folder.resolve(repository + ".git");
    new StockGit(folder, Map.of())
        .run("init", "--quiet", "--bare", "--initial-branch=main", bare.toString());
    StockGit git = new StockGit(bare, Map.of());
    for (List<String> setting :
        List.of(
            List.of("http.receivepack", "true"),
            List.of("afdp.url", url),
            List.of("afdp.secretFile", secretFile.toString()),
            List.of("afdp.repository", address(repository)))) {
      git.run("config", setting.getFirst(), setting.getLast());
    }
    Path script = Files.createDirectories(bare.resolve("hooks")).resolve("post-receive");
    Files.writeString(script, hook + "\n");
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("making " + script + " executable failed");
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
