package com.caiatech.afdp.infra.trial;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A small service to deploy: a folder of text, served by the JDK's own web server. Its repository
/// is made with stock git.
public final class TrialService {
  /// Its name, and that of its repository.
  public static final String NAME = "beacon";

  private static final String DESCRIPTOR =
      """
      apiVersion: afdp/v1
      service: beacon
      run:
        command: [jwebserver, -b, 127.0.0.1, -p, "{port}"]
      drainSeconds: 1
      checks:
        pre:
          - name: page-is-there
            type: command
            command: [test, -f, index.html]
            timeoutSeconds: 60
        post:
          - name: smoke
            type: http
            path: /
            samples: 5
      """;

  private final Path folder;
  private final StockGit git;
  private int commits;

  private TrialService(Path folder) {
    this.folder = folder;
    this.git = StockGit.by(folder, "Ada Moor", "ada.moor@example.com");
  }

  /// Makes the repository with its first commit.
  public static TrialService make(Path parent) {
    Path folder = parent.resolve(NAME);
    try {
      Files.createDirectories(folder);
      TrialService service = new TrialService(folder);
      service.git.run("init", "--quiet", "--initial-branch=main");
      Files.writeString(folder.resolve("afdp.yaml"), DESCRIPTOR);
      service.commit();
      return service;
    } catch (IOException failure) {
      throw new InfraException.Unavailable("writing " + folder + " failed: " + failure, failure);
    }
  }

  /// Registers it with the platform on the state folder, as a user does.
  public void register(Path state) {
    PlatformProcess.run(state, Duration.ofMinutes(5), "register", folder.toString());
  }

  /// Adds one commit.
  public void commit() {
    commits++;
    try {
      Files.writeString(folder.resolve("index.html"), "<p>page " + commits + "</p>\n");
    } catch (IOException failure) {
      throw new InfraException.Unavailable("writing in " + folder + " failed: " + failure, failure);
    }
    git.run("add", ".");
    git.run("commit", "--quiet", "--message", "Write page " + commits);
  }

  /// Pushes its commits to the platform.
  public void push(Endpoints endpoints) {
    git.run("push", "--quiet", endpoints.pushAddress(new RepositoryName(NAME)), "main");
  }
}
