package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.client.Endpoints;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Searches everything that a platform keeps for a text, byte by byte.
///
/// @param state the platform's state folder
record KeptBytes(Path state, String text) {
  private static final int CHUNK = 1 << 20;

  /// The repositories, ledgers, mirrors and evidence alike, of which an object holds it.
  List<Path> repositories() throws IOException, InterruptedException {
    List<Path> holding = new ArrayList<>();
    List<Path> all = new ArrayList<>();
    for (Path folder : walk(true)) {
      if (folder.toString().endsWith(".git")) {
        all.add(folder);
        Process git =
            new ProcessBuilder(
                    "git",
                    "--git-dir",
                    folder.toString(),
                    "cat-file",
                    "--batch-all-objects",
                    "--batch")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (holds(git.getInputStream())) {
          holding.add(folder);
        }
        git.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(git.waitFor()).as("git cat-file in " + folder).isZero();
      }
    }
    assertThat(all).as("repositories of the platform").hasSizeGreaterThan(10);
    return holding;
  }

  /// The files of the state folder that hold it as it is.
  List<Path> files() throws IOException {
    List<Path> holding = new ArrayList<>();
    for (Path file : walk(false)) {
      try (InputStream content = Files.newInputStream(file)) {
        if (holds(content)) {
          holding.add(state.relativize(file));
        }
      } catch (NoSuchFileException gone) {
        // something that the platform cleared away meanwhile
      }
    }
    return holding;
  }

  /// The deployments whose history in Temporal holds it; each has to have failed.
  List<String> histories(Endpoints endpoints, List<String> deployments) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(endpoints.temporal()).build());
    try {
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      List<String> holding = new ArrayList<>();
      for (String deployment : deployments) {
        String history =
            new String(
                client.fetchHistory(deployment).getHistory().toByteArray(),
                StandardCharsets.ISO_8859_1);
        assertThat(history.contains("\"failed\"")).as("history of " + deployment).isTrue();
        if (history.contains(text)) {
          holding.add(deployment);
        }
      }
      return holding;
    } finally {
      stubs.shutdownNow();
      stubs.awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private List<Path> walk(boolean folders) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        state,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folders) {
              found.add(folder);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!folders && attributes.isRegularFile()) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private boolean holds(InputStream content) throws IOException {
    String before = "";
    byte[] chunk = content.readNBytes(CHUNK);
    while (chunk.length > 0) {
      String now = before + new String(chunk, StandardCharsets.ISO_8859_1);
      if (now.contains(text)) {
        return true;
      }
      before = now.substring(Math.max(0, now.length() - text.length()));
      chunk = content.readNBytes(CHUNK);
    }
    return false;
  }
}
