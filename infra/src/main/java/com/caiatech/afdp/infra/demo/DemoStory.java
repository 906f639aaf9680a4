package com.caiatech.afdp.infra.demo;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.TraceReport;
import com.caiatech.afdp.infra.registration.Registration;
import com.caiatech.afdp.infra.registration.SourceLocation;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.RefSpec;

/// The story on repositories that the demo makes: a fault is shipped among good commits, seen,
/// traced and taken back.
public final class DemoStory {
  private static final String SERVICE = "checkout";
  private static final String STAGING = "staging";
  private static final String PRODUCTION = "production";
  private static final String LARGE_CART = "/cart/total?lines=12";

  private final RunningPlatform running;
  private final Consumer<String> tell;

  /// @param tell takes the story, a line at a time
  public DemoStory(RunningPlatform running, Consumer<String> tell) {
    this.running = running;
    this.tell = tell;
  }

  /// Tells the story from the first commit to the rollback.
  ///
  /// @throws InfraException when a step does not go as told
  public DemoEnds play(Path folder, DemoHistory history) {
    tell.accept(
        "1. A service with five commits, its configuration and its infrastructure code are"
            + " registered.");
    try (Git application = history.application(folder.resolve(SERVICE));
        Git configuration = history.configuration(folder.resolve(SERVICE + "-configuration"));
        Git infrastructure = history.infrastructure(folder.resolve(SERVICE + "-iac"));
        DemoPlatform platform = new DemoPlatform(running.endpoints())) {
      running.register(
          new Registration.Request(
              Map.of(
                  SourceRole.APPLICATION, SourceLocation.of(workTree(application)),
                  SourceRole.CONFIGURATION, SourceLocation.of(workTree(configuration)),
                  SourceRole.IAC, SourceLocation.of(workTree(infrastructure))),
              Optional.empty()));
      tell.accept(
          "2. It is deployed to staging; then to production, where a second person approves the"
              + " exact plan.");
      platform.deploy(SERVICE, STAGING, "main", false);
      String good = platform.deploy(SERVICE, PRODUCTION, "main", true);
      requireStatus(LARGE_CART, 200);
      tell.accept(
          "3. Seven more commits are pushed, one of them faulty; its checks pass, and it goes to"
              + " production.");
      history.addSecondRelease(application);
      push(application);
      String faulty = platform.deploy(SERVICE, PRODUCTION, "main", true);
      return investigate(platform, application, good, faulty);
    }
  }

  private DemoEnds investigate(DemoPlatform platform, Git application, String good, String faulty) {
    requireStatus(LARGE_CART, 500);
    tell.accept(
        "4. Customers with large carts get an error (GET "
            + LARGE_CART
            + " answers 500): an incident is reported.");
    platform.awaitShipped(faulty);
    String incident =
        platform.reportIncident(
            "Large carts cannot be paid", SERVICE, PRODUCTION, List.of("src/cart"));
    JsonNode trace = platform.trace(incident, 5);
    String fault = commitOf(application, DemoHistory.FAULT);
    int rank = rankOf(trace, fault);
    tell.accept("5. The trace ranks the commits that were newly live in production:");
    tell.accept("");
    tell.accept(TraceReport.of(trace));
    tell.accept("");
    if (rank != 1) {
      throw new InfraException.Refused(
          "the demo expected commit " + fault + " to be the first suspect, found rank " + rank);
    }
    tell.accept(
        "6. The deployment is named as the cause, and production goes back to the newest deployment"
            + " that");
    tell.accept("   succeeded, whose evidence verifies and that no incident is attributed to.");
    platform.link(incident, faulty);
    String rollback = platform.rollback(SERVICE, PRODUCTION);
    requireStatus(LARGE_CART, 200);
    tell.accept(
        "   GET " + LARGE_CART + " answers 200 again: the incident is mitigated, and resolved.");
    platform.moveOn(incident, IncidentPhase.MITIGATED);
    platform.moveOn(incident, IncidentPhase.RESOLVED);
    return new DemoEnds(good, faulty, rollback, trace, fault, rank);
  }

  private void push(Git application) {
    String address = running.pushAddress(SERVICE);
    try {
      application.push().setRemote(address).setRefSpecs(new RefSpec("main:main")).call();
    } catch (GitAPIException fault) {
      throw new InfraException.Unavailable(
          "pushing to " + address + " failed: " + fault.getMessage(), fault);
    }
  }

  private void requireStatus(String path, int expected) {
    URI address = running.serviceAddress(SERVICE, PRODUCTION).resolve(path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(1)).build();
      int found = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (found != expected) {
        throw new InfraException.Refused(
            "the demo expected GET " + address + " to answer " + expected + ", found " + found);
      }
    } catch (IOException unreachable) {
      throw new InfraException.Unavailable(
          "GET " + address + " failed: " + unreachable, unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("GET " + address + " was interrupted", interrupted);
    }
  }

  static int rankOf(JsonNode trace, String commit) {
    return StreamSupport.stream(trace.path("suspects").spliterator(), false)
        .filter(suspect -> suspect.path("commit").path("sha").asText().equals(commit))
        .mapToInt(suspect -> suspect.path("rank").asInt())
        .findFirst()
        .orElse(0);
  }

  private static String commitOf(Git git, String subject) {
    try {
      return StreamSupport.stream(git.log().call().spliterator(), false)
          .filter(commit -> commit.getShortMessage().equals(subject))
          .map(RevCommit::getName)
          .findFirst()
          .orElseThrow(
              () ->
                  new InfraException.Unavailable(
                      "the demo's history has no commit '" + subject + "'"));
    } catch (GitAPIException fault) {
      throw new InfraException.Unavailable(
          "reading the demo's history failed: " + fault.getMessage(), fault);
    }
  }

  private static String workTree(Git git) {
    return git.getRepository().getWorkTree().toString();
  }
}
