package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A repository with two services, a Node program and one of the JDK's web server, and a library
/// that the first takes from beside it.
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
  private static final String MAIL_DESCRIPTOR =
      """
      apiVersion: afdp/v1
      service: letters
      run: {command: [jwebserver, -b, 127.0.0.1, -p, "{port}"]}
      drainSeconds: 1
      checks:
        post: [{name: smoke, type: http, path: /letter.txt, samples: 3}]
      """;

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
    repository.write("services/letters/afdp.yaml", MAIL_DESCRIPTOR);
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

  void push(Endpoints endpoints) {
    git.run("push", "--quiet", endpoints.pushAddress(new RepositoryName(NAME)), "main");
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
