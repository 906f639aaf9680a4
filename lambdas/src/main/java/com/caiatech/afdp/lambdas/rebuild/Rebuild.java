package com.caiatech.afdp.lambdas.rebuild;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.platform.Platform;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Builds the graph anew from ledgers, repositories and the evidence store into an empty database.
/// The rebuilt graph has the digest of the one that grew.
public final class Rebuild {
  private static final String COUNT = "MATCH (n) RETURN count(n) AS nodes";

  private Rebuild() {}

  /// Rebuilds.
  ///
  /// @param configuration with an empty database
  /// @param address where a repository is read, where that is not its configured address (which
  ///   does not answer while the runner is stopped)
  /// @param progress is told each repository's full name when it is done
  /// @param digestLimit how long the digest may take
  /// @throws LambdasException.ConfigurationFault when the database is not empty; nothing was
  ///   changed
  public static GraphDigest run(
      ProjectionConfiguration configuration,
      Function<PushSource, Optional<URI>> address,
      Consumer<String> progress,
      Duration digestLimit) {
    try (Projection projection = new Projection(configuration, new Counters(), address)) {
      requireEmpty(projection);
      for (PushSource source : ledgers(projection.platform())) {
        projection.project(source);
        progress.accept(source.fullName());
      }
      for (PushSource source : repositories(projection.platform())) {
        projection.project(source);
        progress.accept(source.fullName());
      }
      projection.resolveRanges();
      return GraphDigest.compute(projection.driver(), digestLimit);
    }
  }

  /// The policies first, so that nothing has to be judged twice.
  private static List<PushSource> ledgers(Platform platform) {
    return platform.volumes().stream()
        .sorted(Comparator.comparing(Platform.Volume::series).reversed())
        .<PushSource>map(volume -> new PushSource.Ledger(volume.name()))
        .toList();
  }

  /// Those that are configured, and those that the ledgers register.
  private static List<PushSource> repositories(Platform platform) {
    return platform.repositories().stream()
        .<PushSource>map(repository -> new PushSource.Source(repository.name()))
        .toList();
  }

  private static void requireEmpty(Projection projection) {
    long nodes =
        projection
            .driver()
            .executableQuery(COUNT)
            .execute()
            .records()
            .getFirst()
            .get("nodes")
            .asLong();
    if (nodes > 0) {
      throw new LambdasException.ConfigurationFault(
          "Rebuilding the graph: expected an empty database, found one with "
              + nodes
              + " nodes; nothing was changed");
    }
  }
}
