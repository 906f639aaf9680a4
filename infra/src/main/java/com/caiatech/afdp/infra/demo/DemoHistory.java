package com.caiatech.afdp.infra.demo;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/// Makes the demo's repositories: a small HTTP service with a dozen commits by four authors, its
/// configuration and its infrastructure code. One commit of the second release limits a cart to ten
/// lines by failing beyond them.
public final class DemoHistory {
  /// The subject of the faulty commit.
  static final String FAULT = "Keep carts small";

  private static final List<DemoCommit> FIRST_RELEASE =
      List.of(
          new DemoCommit(
              "Ada Moor",
              20,
              "Start the checkout service",
              Map.of("src/Checkout.java", "Checkout-1.java")),
          new DemoCommit(
              "Ben Okri", 19, "Add the cart", Map.of("src/cart/Cart.java", "Cart-1.java")),
          new DemoCommit(
              "Ada Moor",
              17,
              "Compute prices in cents",
              Map.of("src/pricing/Price.java", "Price-1.java")),
          new DemoCommit(
              "Chi Tran",
              16,
              "Describe how the service runs",
              Map.of("afdp.yaml", "afdp.yaml", "README.md", "README-1.md")),
          new DemoCommit(
              "Ben Okri",
              14,
              "Answer with the cart's total",
              Map.of("src/Checkout.java", "Checkout-2.java")));

  private static final List<DemoCommit> SECOND_RELEASE =
      List.of(
          new DemoCommit(
              "Dee Falk",
              9,
              "Greet in the customer's language",
              Map.of(
                  "src/greeting/Greeting.java",
                  "Greeting-1.java",
                  "src/Checkout.java",
                  "Checkout-3.java")),
          new DemoCommit(
              "Ada Moor", 8, "Round half up", Map.of("src/pricing/Price.java", "Price-2.java")),
          new DemoCommit("Ben Okri", 6, FAULT, Map.of("src/cart/Cart.java", "Cart-2.java")),
          new DemoCommit(
              "Chi Tran", 5, "Add the terms of sale", Map.of("site/terms.html", "terms.html")),
          new DemoCommit(
              "Dee Falk",
              4,
              "Explain what a cart is",
              Map.of("src/cart/README.md", "cart-README.md")),
          new DemoCommit(
              "Dee Falk",
              3,
              "Say farewell as well",
              Map.of("src/greeting/Greeting.java", "Greeting-2.java")),
          new DemoCommit(
              "Ada Moor", 2, "Document the endpoints", Map.of("README.md", "README-2.md")));

  private static final List<DemoCommit> CONFIGURATION =
      List.of(
          new DemoCommit(
              "Chi Tran",
              16,
              "Configure the checkout service",
              Map.of("checkout.properties", "checkout.properties")));

  private static final List<DemoCommit> INFRASTRUCTURE =
      List.of(
          new DemoCommit(
              "Dee Falk",
              16,
              "Describe the service's network",
              Map.of("network.tf", "network.tf")));

  private final Instant now;

  /// @param now what the commits' times are counted back from
  public DemoHistory(Instant now) {
    this.now = now;
  }

  /// Makes the application's repository with its first release.
  Git application(Path folder) {
    return make(folder, FIRST_RELEASE);
  }

  /// Adds the second release, which has the fault.
  void addSecondRelease(Git application) {
    add(application, SECOND_RELEASE);
  }

  /// Makes the configuration's repository.
  Git configuration(Path folder) {
    return make(folder, CONFIGURATION);
  }

  /// Makes the repository of the infrastructure code.
  Git infrastructure(Path folder) {
    return make(folder, INFRASTRUCTURE);
  }

  private Git make(Path folder, List<DemoCommit> commits) {
    try {
      Git git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
      add(git, commits);
      return git;
    } catch (GitAPIException fault) {
      throw failed(folder, fault);
    }
  }

  private void add(Git git, List<DemoCommit> commits) {
    Path folder = git.getRepository().getWorkTree().toPath();
    try {
      for (DemoCommit commit : commits) {
        for (Map.Entry<String, String> file : commit.files().entrySet()) {
          write(folder.resolve(file.getKey()), file.getValue());
        }
        git.add().addFilepattern(".").call();
        PersonIdent person =
            new PersonIdent(
                commit.author(),
                commit.email(),
                now.minus(Duration.ofDays(commit.daysAgo())),
                ZoneOffset.UTC);
        git.commit()
            .setMessage(commit.subject())
            .setAuthor(person)
            .setCommitter(person)
            .setSign(false)
            .call();
      }
    } catch (IOException | GitAPIException fault) {
      throw failed(folder, fault);
    }
  }

  private static void write(Path target, String resource) throws IOException {
    try (InputStream content = DemoHistory.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new IOException("the demo's resource " + resource + " is missing from this build");
      }
      Files.createDirectories(target.getParent());
      Files.write(target, content.readAllBytes());
    }
  }

  private static InfraException failed(Path folder, Exception fault) {
    return new InfraException.Unavailable(
        "making the demo's repository in " + folder + " failed: " + fault.getMessage(), fault);
  }
}
