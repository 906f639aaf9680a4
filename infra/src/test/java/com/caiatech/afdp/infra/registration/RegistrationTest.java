package com.caiatech.afdp.infra.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // fields that JUnit fills
class RegistrationTest {
  private static final PersonIdent AUTHOR = new PersonIdent("Ann", "ann@example.org");
  private static final String DESCRIPTOR =
      """
      apiVersion: afdp/v1
      service: checkout
      run: {command: [java, Main.java], replicas: 1}
      health: {path: /, timeoutSeconds: 10}
      """;

  @TempDir Path folder;
  private Path repositories;
  private PlatformFile platform;
  private Registration registration;

  @BeforeEach
  void emptyPlatform() throws Exception {
    repositories = Files.createDirectory(folder.resolve("repositories"));
    platform = new PlatformFile(folder.resolve("platform.json"));
    platform.replace(new Platform("test", List.of(), List.of(), List.of(), List.of()));
    registration = new Registration(repositories, platform);
  }

  @Test
  void aRedirectToAnotherAuthorityIsNotFollowed() throws Exception {
    HttpServer there =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpServer here =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicBoolean asked = new AtomicBoolean();
    there.createContext(
        "/",
        exchange -> {
          asked.set(true);
          exchange.close();
        });
    here.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set(
                  "Location",
                  "http://127.0.0.1:" + there.getAddress().getPort() + exchange.getRequestURI());
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    here.start();
    there.start();
    try {
      assertThatThrownBy(
              () ->
                  register(
                      SourceLocation.of(
                          "http://127.0.0.1:" + here.getAddress().getPort() + "/shop.git")))
          .isInstanceOf(InfraException.Refused.class)
          .hasMessageContaining("found a redirect to 127.0.0.1:" + there.getAddress().getPort());
      assertThat(asked).isFalse();
    } finally {
      here.stop(0);
      there.stop(0);
    }
  }

  @Test
  void aServiceIsServedWithItsBranchesAndRegisteringItAgainBringsItUpToDate() throws Exception {
    Path work = repository("shop", DESCRIPTOR);
    Registration.Registered registered = register(work);
    assertThat(registered.service()).isEqualTo(new ServiceName("checkout"));
    assertThat(platform.current().service(registered.service()).orElseThrow().sources())
        .isEqualTo(
            Map.of(SourceRole.APPLICATION, Platform.Source.wholeOf(new RepositoryName("shop"))));
    assertThat(headOf(repositories.resolve("shop.git"))).isEqualTo(headOf(work));
    assertThat(repositories).isDirectoryNotContaining("glob:**.new");

    commit(work, "more.txt", "more");
    register(work);
    assertThat(headOf(repositories.resolve("shop.git"))).isEqualTo(headOf(work));
    assertThat(platform.current().services()).hasSize(1);
  }

  @Test
  void oneRepositoryMayHaveSeveralRoles() throws Exception {
    SourceLocation work = SourceLocation.of(repository("shop", DESCRIPTOR).toString());
    registration.register(
        new Registration.Request(
            Map.of(SourceRole.APPLICATION, work, SourceRole.CONFIGURATION, work),
            Optional.empty()));
    assertThat(platform.current().repositories()).hasSize(1);
    assertThat(repositories).isDirectoryContaining("glob:**shop.git");
  }

  @Test
  void severalServicesMayLieInOneRepository() throws Exception {
    Path work = repository("shop", null);
    commit(work, "services/cart/afdp.yaml", DESCRIPTOR.replace("checkout", "cart"));
    commit(work, "services/mail/afdp.yaml", DESCRIPTOR.replace("checkout", "mail"));
    commit(work, "libs/money/Money.java", "record Money() {}");
    List<SourcePath> shared = List.of(new SourcePath("libs/money"));
    register(SourceLocation.of(work.resolve("services/cart").toString(), Optional.empty(), shared));
    register(
        SourceLocation.of(
            work.toUri().toString(), Optional.of(new SourcePath("services/mail")), shared));

    assertThat(platform.current().repositories()).hasSize(1);
    for (String service : List.of("cart", "mail")) {
      assertThat(platform.current().service(new ServiceName(service)).orElseThrow().sources())
          .isEqualTo(
              Map.of(
                  SourceRole.APPLICATION,
                  new Platform.Source(
                      new RepositoryName("shop"),
                      new RepositoryPart(new SourcePath("services/" + service), shared))));
    }
  }

  @Test
  void aFolderThatIsNoneOrHasNoDescriptorIsNamed() throws Exception {
    Path work = repository("shop", DESCRIPTOR);
    Files.createDirectories(work.resolve("services/cart"));
    refuses(work.resolve("services/cart"), "found no services/cart/afdp.yaml");
    refuses(work.resolve("services/none"), "expected a folder, found nothing");
    assertThatThrownBy(
            () ->
                SourceLocation.of(
                    work.toString(), Optional.empty(), List.of(new SourcePath("libs/money"))))
        .isInstanceOf(InfraException.Refused.class)
        .hasMessageContaining("expected its own folder");
  }

  @Test
  void whatIsRefusedIsNotServedAndLeavesThePlatformAsItWas() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Git.init().setDirectory(empty.toFile()).setInitialBranch("main").call().close();
    Path none = Files.createDirectory(folder.resolve("none"));
    refuses(empty, "is an empty repository");
    refuses(none, "is no Git repository");
    refuses(repository("plain", null), "found no afdp.yaml");
    refuses(repository("wrong", DESCRIPTOR.replace("replicas", "replica")), "afdp.yaml:3");
    assertThat(platform.current().repositories()).isEmpty();
    assertThat(repositories).isDirectoryNotContaining("glob:**.git");
  }

  @Test
  void aRewrittenBranchIsNotTakenOver() throws Exception {
    Path work = repository("shop", DESCRIPTOR);
    register(work);
    String served = headOf(repositories.resolve("shop.git"));
    try (Git git = Git.open(work.toFile())) {
      git.commit().setAmend(true).setMessage("Other").setCommitter(AUTHOR).setSign(false).call();
    }
    refuses(work, "no fast-forward");
    assertThat(headOf(repositories.resolve("shop.git"))).isEqualTo(served);
  }

  private Registration.Registered register(Path work) {
    return register(SourceLocation.of(work.toString()));
  }

  private Registration.Registered register(SourceLocation location) {
    return registration.register(
        new Registration.Request(Map.of(SourceRole.APPLICATION, location), Optional.empty()));
  }

  private void refuses(Path work, String reason) {
    assertThatThrownBy(() -> register(work))
        .isInstanceOf(InfraException.Refused.class)
        .hasMessageContaining(reason);
  }

  private Path repository(String name, String descriptor) throws Exception {
    Path work = folder.resolve("work").resolve(name);
    Git.init().setDirectory(work.toFile()).setInitialBranch("main").call().close();
    commit(work, "Main.java", "void main() {}");
    if (descriptor != null) {
      commit(work, "afdp.yaml", descriptor);
    }
    return work;
  }

  private static void commit(Path work, String file, String content) throws Exception {
    Files.createDirectories(work.resolve(file).getParent());
    Files.writeString(work.resolve(file), content);
    try (Git git = Git.open(work.toFile())) {
      git.add().addFilepattern(".").call();
      git.commit()
          .setMessage("Add " + file)
          .setAuthor(AUTHOR)
          .setCommitter(AUTHOR)
          .setSign(false)
          .call();
    }
  }

  private static String headOf(Path repository) throws Exception {
    try (Git git = Git.open(repository.toFile())) {
      return git.getRepository().resolve("refs/heads/main").name();
    }
  }
}
