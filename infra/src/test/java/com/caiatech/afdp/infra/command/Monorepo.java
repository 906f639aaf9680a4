package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.trial.StockGit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A repository with two services, a Node program and one of Python's web server, or the JDK's
/// where there is no Python, and a library that the first takes from beside it.
final class Monorepo {
  static final String NAME = "market";
  static final String LIBRARY = "libs/money";

  private static final String CART =
      """
      const http = require('http');
      const round = require('../../libs/money/money.js');
      http
        .createServer((request, response) => response.end('total ' + round(12.345)))
        .listen(Number(process.env.PORT), '127.0.0.1');
      """;
  private static final String CART_DESCRIPTOR =
      """
      apiVersion: afdp/v1
      service: basket
      run: {command: [node, server.js]}
      drainSeconds: 1
      checks:
        pre: [{name: program-is-there, type: command, command: [test, -f, server.js]}]
        post: [{name: smoke, type: http, path: /, samples: 3}]
      """;
  private static final String PYTHON = "python3, -m, http.server, \"{port}\", --bind, 127.0.0.1";
  private static final String JDK = "jwebserver, -b, 127.0.0.1, -p, \"{port}\"";

  private final Path folder;
  private final StockGit git;

  private Monorepo(Path folder) {
    this.folder = folder;
    this.git = StockGit.by(folder, "Ada Moor", "ada.moor@example.com");
  }

  /// Makes the repository with its first commit.
  static Monorepo make(Path parent) throws IOException {
    Monorepo repository = new Monorepo(Files.createDirectories(parent.resolve(NAME)));
    repository.git.run("init", "--quiet", "--initial-branch=main");
    repository.write("services/basket/afdp.yaml", CART_DESCRIPTOR);
    repository.write("services/basket/server.js", CART);
    repository.write(
        "services/letters/afdp.yaml",
        """
        apiVersion: afdp/v1
        service: letters
        run: {command: [%s]}
        drainSeconds: 1
        checks:
          post: [{name: smoke, type: http, path: /letter.txt, samples: 3}]
        """
            .formatted(hasPython() ? PYTHON : JDK));
    repository.write("services/letters/letter.txt", "Dear customer");
    repository.write(LIBRARY + "/money.js", "module.exports = Math.round;\n");
    repository.commit("Open the market");
    return repository;
  }

  /// The folder of a service.
  Path service(String name) {
    return folder.resolve("services").resolve(name);
  }

  /// Adds a commit that writes one file.
  void commit(String file, String content, String subject) throws IOException {
    write(file, content);
    commit(subject);
  }

  /// Pushes, and tells what the server's hook said.
  String push(String address) {
    return git.run("push", "--quiet", address, "main");
  }

  /// The id of the last commit.
  String head() {
    return git.run("rev-parse", "HEAD").strip();
  }

  private static boolean hasPython() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private void commit(String subject) {
    git.run("add", ".");
    git.run("commit", "--quiet", "--message", subject);
  }
}
