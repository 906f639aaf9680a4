package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A service that prints a private key wherever it can, and fails in every way that a deployment
/// has. The key's line is put together when it runs: its repository does not hold it.
final class TalkativeService {
  static final String NAME = "talkative";
  static final String SECRET = "MC4CAQAwBQYDK2Vw" + "BCIEIJ5c41fe7d20";

  private static final String PRINT =
      """
      printf -- '-----BEGIN PRIVATE KEY-----\\n%s%s\\n-----END PRIVATE KEY-----\\n' \\
        MC4CAQAwBQYDK2Vw BCIEIJ5c41fe7d20
      """;

  private static final String PROGRAM =
      """
      import com.sun.net.httpserver.HttpServer;
      import java.net.InetSocketAddress;

      public class Main {
        public static void main(String[] arguments) throws Exception {
          String secret = String.join("", "MC4CAQAwBQYDK2Vw", "BCIEIJ5c41fe7d20");
          if (arguments[0].equals("crash")) {
            throw new IllegalStateException("cannot read the key " + secret);
          }
          System.out.println(secret);
          System.err.println(secret);
          int port = Integer.parseInt(System.getenv("PORT"));
          HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
          server.createContext("/", exchange -> {
            byte[] body = secret.getBytes();
            int status = exchange.getRequestURI().getPath().equals("/broken") ? 500 : 200;
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
          server.start();
        }
      }
      """;

  /// A way to fail.
  enum Failure {
    IN_A_PRE_CHECK(
        """
        run: {command: [java, Main.java, serve]}
        checks:
          pre: [{name: talks, type: command, command: [sh, -c, sh print.sh; sh print.sh >&2; exit 3]}]
        """),
    AT_THE_START(
        """
        run: {command: [java, Main.java, crash]}
        """),
    NEVER_READY(
        """
        run: {command: [sh, -c, sh print.sh; sh print.sh >&2; exec sleep 600]}
        health: {timeoutSeconds: 2}
        """),
    IN_POST_CHECKS(
        """
        run: {command: [java, Main.java, serve]}
        checks:
          post:
            - {name: talks, type: command, command: [sh, -c, sh print.sh; exit 3]}
            - {name: asks, type: http, path: /broken, samples: 3}
        """);

    private final String descriptor;

    Failure(String descriptor) {
      this.descriptor = descriptor;
    }
  }

  private final Path folder;
  private final StockGit git;

  private TalkativeService(Path folder) {
    this.folder = folder;
    this.git = StockGit.by(folder, "Ada Moor", "ada.moor@example.com");
  }

  static TalkativeService make(Path parent) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(NAME));
    TalkativeService service = new TalkativeService(folder);
    service.git.run("init", "--quiet", "--initial-branch=main");
    Files.writeString(folder.resolve("print.sh"), PRINT);
    Files.writeString(folder.resolve("Main.java"), PROGRAM);
    service.commit(Failure.IN_A_PRE_CHECK);
    return service;
  }

  Path folder() {
    return folder;
  }

  /// Makes the version that fails so and pushes it.
  void push(Failure failure, Endpoints endpoints) throws IOException {
    commit(failure);
    git.run("push", "--quiet", endpoints.pushAddress(new RepositoryName(NAME)), "main");
  }

  private void commit(Failure failure) throws IOException {
    Files.writeString(
        folder.resolve("afdp.yaml"),
        "apiVersion: afdp/v1\nservice: " + NAME + "\n" + failure.descriptor);
    git.run("add", ".");
    git.run("commit", "--quiet", "--allow-empty", "--message", "Fail " + failure);
  }
}
