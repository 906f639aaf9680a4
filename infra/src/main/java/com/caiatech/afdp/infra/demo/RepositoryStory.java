package com.caiatech.afdp.infra.demo;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.TraceReport;
import com.caiatech.afdp.infra.registration.Registration;
import com.caiatech.afdp.infra.registration.SourceLocation;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/// The story on a repository of the user's: its checkouts are served as a static site, versions are
/// taken from its own history, and the fault is assumed.
public final class RepositoryStory {
  private static final String SERVICE = "site";
  private static final String STAGING = "staging";
  private static final String PRODUCTION = "production";
  private static final int SUSPECTS = 10;
  private static final String DESCRIPTOR =
      """
      apiVersion: afdp/v1
      service: site
      run:
        command: [jwebserver, -b, 127.0.0.1, -p, "{port}"]
      drainSeconds: 1
      checks:
        post:
          - name: smoke
            type: http
            path: /
            samples: 10
      """;

  private final RunningPlatform running;
  private final Consumer<String> tell;

  /// @param tell takes the story, a line at a time
  public RepositoryStory(RunningPlatform running, Consumer<String> tell) {
    this.running = running;
    this.tell = tell;
  }

  /// Tells the story.
  ///
  /// @param folder where the configuration's repository is made
  /// @throws InfraException.Refused when the repository is none, or has fewer than three commits on
  ///   its main line
  public DemoEnds play(Path folder, Path repository) {
    RepositoryVersions versions = RepositoryVersions.choose(repository);
    tell.accept(
        "1. %s is registered as a static site; its versions come from its own history."
            .formatted(repository));
    try (Git configuration = configuration(folder.resolve(SERVICE + "-configuration"));
        DemoPlatform platform = new DemoPlatform(running.endpoints())) {
      running.register(
          new Registration.Request(
              Map.of(
                  SourceRole.APPLICATION,
                  SourceLocation.of(repository.toString()),
                  SourceRole.CONFIGURATION,
                  SourceLocation.of(configuration.getRepository().getWorkTree().toString())),
              Optional.of(new ServiceName(SERVICE))));
      tell.accept(
          "2. Commit %.12s is deployed to staging, and with an approval to production."
              .formatted(versions.good()));
      platform.deploy(SERVICE, STAGING, versions.good(), false);
      String good = platform.deploy(SERVICE, PRODUCTION, versions.good(), true);
      tell.accept(
          "3. Commit %.12s follows it to production, %d commits later."
              .formatted(versions.latest(), versions.commits()));
      String faulty = platform.deploy(SERVICE, PRODUCTION, versions.latest(), true);
      platform.awaitShipped(faulty);
      tell.accept(
          "4. Nothing is known to be wrong: let us ASSUME that commit %.12s, which touches %s, is at fault, and report it."
              .formatted(versions.assumedFault(), versions.component()));
      String incident =
          platform.reportIncident(
              "An assumed fault", SERVICE, PRODUCTION, List.of(versions.component()));
      JsonNode trace = platform.trace(incident, SUSPECTS);
      int rank = DemoStory.rankOf(trace, versions.assumedFault());
      tell.accept("5. The trace ranks the commits that were newly live in production:");
      tell.accept("");
      tell.accept(TraceReport.of(trace));
      tell.accept("");
      tell.accept(
          rank == 0
              ? "   The assumed commit is not among the first %d.".formatted(SUSPECTS)
              : "   The assumed commit has rank %d.".formatted(rank));
      tell.accept("6. Production goes back.");
      platform.link(incident, faulty);
      String rollback = platform.rollback(SERVICE, PRODUCTION);
      return new DemoEnds(good, faulty, rollback, trace, versions.assumedFault(), rank);
    }
  }

  private static Git configuration(Path folder) {
    try {
      Git git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
      Files.write(folder.resolve("afdp.yaml"), DESCRIPTOR.getBytes(StandardCharsets.UTF_8));
      git.add().addFilepattern("afdp.yaml").call();
      PersonIdent person = new PersonIdent("AFDP demo", "demo@example.com");
      git.commit()
          .setMessage("Serve the site")
          .setAuthor(person)
          .setCommitter(person)
          .setSign(false)
          .call();
      return git;
    } catch (IOException | GitAPIException fault) {
      throw new InfraException.Unavailable(
          "making the demo's configuration in " + folder + " failed: " + fault.getMessage(), fault);
    }
  }
}
