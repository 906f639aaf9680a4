package com.caiatech.afdp.infra.trial;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Kills the platform at seeded moments of deployments and, every second time, of a rollback,
/// starts it again each time, and says what was lost, doubled, left open or left running.
///
/// Each request is sent again under its id after the restart: it must be answered with the record
/// that was acknowledged before, if one was.
public final class KillTrial {
  private static final String ENVIRONMENT = "staging";
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration ANSWER = Duration.ofSeconds(90);
  private static final String VIOLATIONS =
      "{ violations(first: 20) { nodes { kind reason volume path } } }";

  private final Path folder;
  private final Path state;
  private final String temporal;
  private final long seed;
  private final Consumer<String> progress;
  private final List<String> faults = new ArrayList<>();
  private final List<KillReport.Moment> moments = new ArrayList<>();
  private final List<TrialDeployments.Acknowledged> acknowledged = new ArrayList<>();

  /// What is asked for at a moment, the same each time it is sent.
  private interface Request {
    TrialDeployments.Acknowledged send(GatewayClient deployer);
  }

  /// @param folder an empty folder, for the state folder and what is read of it
  /// @param temporal the kind of Temporal service: `in_process` or `command`
  /// @param progress takes what happens, a line at a time
  public KillTrial(Path folder, String temporal, long seed, Consumer<String> progress) {
    this.folder = folder;
    this.state = folder.resolve("state");
    this.temporal = temporal;
    this.seed = seed;
    this.progress = progress;
  }

  /// Runs the trial; when it returns, nothing of it runs any more.
  ///
  /// @param count how many moments
  public KillReport run(int count) {
    PlatformProcess platform = PlatformProcess.start(state, temporal);
    try {
      Duration undisturbed = undisturbed(platform);
      Random random = new Random(seed);
      for (int number = 1; number <= count; number++) {
        Duration after = Duration.ofMillis(random.nextLong(undisturbed.toMillis() * 6 / 5 + 1));
        platform = killOnce(platform, number, after);
      }
      Map<String, Integer> statuses = statuses(platform);
      LedgerCheck.Finding ledgers =
          LedgerCheck.run(folder.resolve("clones"), platform.endpoints().ledgers(), acknowledged);
      faults.addAll(ledgers.faults());
      violations(platform);
      Duration stop = platform.stop();
      nothingLeft();
      return new KillReport(
          temporal,
          seed,
          undisturbed.toMillis(),
          moments,
          statuses,
          ledgers.records(),
          ledgers.deployments(),
          stop.toMillis(),
          verified(),
          run("rebuild"),
          faults);
    } finally {
      platform.close();
    }
  }

  private Duration undisturbed(PlatformProcess platform) {
    TrialService service = TrialService.make(folder);
    service.register(state);
    try (GatewayClient deployer = platform.client("deployer")) {
      deploy(deployer); // warms up, so that the next one tells how long they take
      Instant before = Instant.now();
      deploy(deployer);
      Duration took = Duration.between(before, Instant.now());
      progress.accept("a deployment takes " + took.toMillis() + " ms");
      return took;
    }
  }

  private void deploy(GatewayClient deployer) {
    TrialDeployments.Acknowledged started =
        TrialDeployments.start(deployer, TrialDeployments.newId(), ENVIRONMENT);
    acknowledged.add(started);
    TrialDeployments.awaitSuccess(deployer, started, PATIENCE);
  }

  private PlatformProcess killOnce(PlatformProcess running, int number, Duration after) {
    String id = TrialDeployments.newId();
    Request request =
        number % 2 == 0
            ? deployer ->
                TrialDeployments.rollBack(
                    deployer, id, ENVIRONMENT, acknowledged.getFirst().deploymentId())
            : deployer -> TrialDeployments.start(deployer, id, ENVIRONMENT);
    Optional<TrialDeployments.Acknowledged> first = startAndKill(running, id, request, after);
    first.ifPresent(acknowledged::add);
    Instant killed = Instant.now();
    PlatformProcess again = PlatformProcess.start(state, temporal);
    Duration restart = Duration.between(killed, Instant.now());
    moments.add(
        new KillReport.Moment(number, after.toMillis(), first.isPresent(), restart.toMillis(), id));
    progress.accept(
        "moment %d: killed after %d ms, %s, ready again after %d ms"
            .formatted(
                number,
                after.toMillis(),
                first.isPresent() ? "acknowledged" : "not acknowledged",
                restart.toMillis()));
    try {
      sendAgain(again, id, request, first);
      return again;
    } catch (RuntimeException failure) {
      again.close();
      throw failure;
    }
  }

  private static Optional<TrialDeployments.Acknowledged> startAndKill(
      PlatformProcess running, String id, Request request, Duration after) {
    try (GatewayClient deployer = running.client("deployer")) {
      CompletableFuture<TrialDeployments.Acknowledged> answer =
          CompletableFuture.supplyAsync(() -> request.send(deployer), Thread::startVirtualThread);
      running.letRun(after);
      running.kill();
      return Optional.of(answer.get(ANSWER.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException notAnswered) {
      if (notAnswered.getCause() instanceof InfraException.Unavailable) {
        return Optional.empty();
      }
      throw new InfraException.Unavailable(
          "starting deployment " + id + " failed: " + notAnswered.getCause(), notAnswered);
    } catch (TimeoutException hanging) {
      throw new InfraException.Unavailable(
          "the request hangs although the platform was killed", hanging);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("the trial was interrupted", interrupted);
    }
  }

  private void sendAgain(
      PlatformProcess platform,
      String id,
      Request request,
      Optional<TrialDeployments.Acknowledged> first) {
    try (GatewayClient deployer = platform.client("deployer")) {
      TrialDeployments.Acknowledged second = request.send(deployer);
      if (first.isEmpty()) {
        acknowledged.add(second);
      } else if (!first.get().path().equals(second.path())
          || !first.get().sha256().equals(second.sha256())) {
        faults.add(
            "deployment %s: sent again, expected the receipt %s, found %s"
                .formatted(id, first.get(), second));
      }
    } catch (InfraException.Refused refused) {
      faults.add("deployment %s: sent again, %s".formatted(id, refused.getMessage()));
    }
  }

  /// How every deployment that was acknowledged ended, by what it says itself.
  private Map<String, Integer> statuses(PlatformProcess platform) {
    Map<String, Integer> statuses = new TreeMap<>();
    try (GatewayClient viewer = platform.client("viewer")) {
      for (TrialDeployments.Acknowledged deployment : acknowledged) {
        String status =
            TrialDeployments.awaitEnd(viewer, deployment, PATIENCE).path("status").asText();
        statuses.merge(status, 1, Integer::sum);
      }
    } catch (InfraException.Unavailable open) {
      faults.add(String.valueOf(open.getMessage()));
    }
    return statuses;
  }

  private void violations(PlatformProcess platform) {
    try (GatewayClient auditor = platform.client("auditor")) {
      JsonNode found = auditor.query(VIOLATIONS, Map.of()).path("violations").path("nodes");
      if (!found.isEmpty()) {
        faults.add("expected no violation, found " + found);
      }
    }
  }

  private void nothingLeft() {
    List<Long> left = PlatformProcess.processesOf(state);
    if (!left.isEmpty()) {
      faults.add("after the stop these processes are left: " + left);
    }
  }

  /// What the ledgers and the repositories say, in a word.
  private boolean verified() {
    int before = faults.size();
    run("verify");
    return faults.size() == before;
  }

  private String run(String command) {
    try {
      return PlatformProcess.run(state, PATIENCE, command, "--json");
    } catch (InfraException failed) {
      String message = String.valueOf(failed.getMessage());
      faults.add(message);
      return message;
    }
  }
}
