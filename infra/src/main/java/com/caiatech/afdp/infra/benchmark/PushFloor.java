package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.trial.StockGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Driver;

/// The least that a record can take from its push until somebody can ask for it: a stock `git push`
/// of one commit with one file to a bare repository on this disk, and then one write over Bolt.
final class PushFloor {
  private static final String ID = "urn:afdp:benchmark:";
  private static final String WRITE = "CREATE (:SubjectLock {id: $id})";
  private static final String CLEAR = "MATCH (l:SubjectLock) WHERE l.id STARTS WITH $id DELETE l";
  private static final int WARM_UP = 10;

  private PushFloor() {}

  /// Measures so many, one after the other, after a few that do not count.
  ///
  /// @param folder where nothing is yet
  static Latencies measure(Path folder, Driver graph, int count) {
    StockGit work = repository(folder);
    List<Duration> took = new ArrayList<>();
    for (int n = 0; n < WARM_UP + count; n++) {
      commit(work, folder.resolve("work"), n);
      long start = System.nanoTime();
      work.run("push", "--quiet", "origin", "main");
      graph.executableQuery(WRITE).withParameters(Map.of("id", ID + n)).execute();
      if (n >= WARM_UP) {
        took.add(Duration.ofNanos(System.nanoTime() - start));
      }
    }
    graph.executableQuery(CLEAR).withParameters(Map.of("id", ID)).execute();
    return Latencies.of(took);
  }

  private static StockGit repository(Path folder) {
    try {
      Files.createDirectories(folder.resolve("work"));
    } catch (IOException failed) {
      throw new InfraException.Unavailable("making " + folder + " failed: " + failed, failed);
    }
    StockGit git = StockGit.by(folder.resolve("work"), "benchmark", "benchmark@example.com");
    git.run("init", "--quiet", "--initial-branch=main");
    git.run("init", "--quiet", "--bare", "--initial-branch=main", "../bare.git");
    git.run("remote", "add", "origin", "../bare.git");
    return git;
  }

  private static void commit(StockGit git, Path work, int number) {
    try {
      Files.writeString(work.resolve(number + ".json"), "{\"number\": " + number + "}");
    } catch (IOException failed) {
      throw new InfraException.Unavailable("writing into " + work + " failed: " + failed, failed);
    }
    git.run("add", ".");
    git.run("commit", "--quiet", "--message", "Record " + number);
  }
}
