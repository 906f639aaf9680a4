package com.caiatech.afdp.infra.project;

import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.descriptor.DescriptorParser;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.workers.check.CheckContext;
import com.caiatech.afdp.workers.check.CheckOutcome;
import com.caiatech.afdp.workers.check.CheckRun;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.router.RouterLimits;
import com.caiatech.afdp.workers.target.Fence;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Preparation;
import com.caiatech.afdp.workers.target.Release;
import com.caiatech.afdp.workers.target.local.Liveness;
import com.caiatech.afdp.workers.target.local.LocalTarget;
import com.caiatech.afdp.workers.target.local.LocalTargetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Builds and starts a committed project from a clean checkout with the platform's own code.
final class CleanCheckout {
  private static final RepositoryName REPOSITORY = new RepositoryName("project");
  private static final EnvironmentName STAGING = new EnvironmentName("staging");

  private final Path folder;
  private final Path repository;

  /// @param folder takes mirror and target
  CleanCheckout(Path folder, Path repository) {
    this.folder = folder;
    this.repository = repository;
  }

  /// Runs the build, one instance and the checks after it.
  ///
  /// @param path of the service's folder
  /// @return `started`, or what went wrong with the end of what was printed
  String start(String path) throws IOException {
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      mirror.fetch(repository.toString());
      CommitId commit =
          new CommitId(new StockGit(repository, Map.of()).run("rev-parse", "HEAD").strip());
      ParsedDescriptor parsed =
          DescriptorParser.parse(
              Files.readAllBytes(repository.resolve(path).resolve(Descriptor.FILE)));
      if (!(parsed instanceof ParsedDescriptor.Valid(Descriptor descriptor))) {
        return parsed.toString();
      }
      try (LocalTarget target =
          LocalTarget.open(
              new LocalTargetSettings(
                  folder.resolve("target"),
                  name -> mirror,
                  Map.of(),
                  LocalTargetSettings.Continuation.LAST_GOOD,
                  Liveness.DEFAULT,
                  RouterLimits.DEFAULT))) {
        return new Run(target, descriptor, part(path), commit).start();
      }
    }
  }

  private static @Nullable RepositoryPart part(String path) {
    return path.equals(".") ? null : new RepositoryPart(new SourcePath(path), List.of());
  }

  private record Run(
      LocalTarget target, Descriptor descriptor, @Nullable RepositoryPart part, CommitId commit) {
    String start() throws IOException {
      Fence fence = new Fence(descriptor.service(), STAGING, 1);
      Release release =
          Release.of(
              DeploymentId.create(Instant.now()),
              Map.of(SourceRole.APPLICATION, new PinnedSource(REPOSITORY, part, commit)),
              descriptor);
      if (!(target.prepare(fence, release) instanceof Preparation.Prepared prepared)) {
        return "refused";
      }
      Optional<String> failed = failed(descriptor.checks().pre(), CheckStage.PRE, prepared);
      if (failed.isPresent()) {
        return failed.get();
      }
      InstanceOutcome outcome = target.start(fence, release, 1, () -> {});
      if (outcome instanceof InstanceOutcome.Failed(Reason reason)) {
        return reason + "\n" + printed(prepared);
      }
      target.shift(fence, List.of(new TrafficShare(release.deploymentId(), 100)));
      return failed(descriptor.checks().post(), CheckStage.POST, prepared).orElse("started");
    }

    private Optional<String> failed(
        List<Descriptor.Check> checks, CheckStage stage, Preparation.Prepared prepared)
        throws IOException {
      for (Descriptor.Check check : checks) {
        CheckOutcome outcome =
            CheckRun.run(
                check,
                stage,
                new CheckContext(
                    prepared.application(),
                    prepared.environment(),
                    List.of(target.address(descriptor.service(), STAGING)),
                    List.of(),
                    prepared.output()));
        if (outcome.status() != CheckStatus.PASSED) {
          return Optional.of(check.name() + ": " + outcome.reason() + "\n" + printed(prepared));
        }
      }
      return Optional.empty();
    }

    /// Beside the checkout, whatever of it the service's folder is.
    private static Path logs(Preparation.Prepared prepared) {
      return prepared.output().path();
    }

    private static String printed(Preparation.Prepared prepared) throws IOException {
      try (Stream<Path> logs = Files.walk(logs(prepared))) {
        StringBuilder text = new StringBuilder();
        for (Path log : logs.filter(Files::isRegularFile).collect(Collectors.toList())) {
          text.append(Files.readString(log));
        }
        return text.toString();
      }
    }
  }
}
