package com.caiatech.afdp.schemas.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.source.FetchOutcome;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHostsTest {
  @TempDir Path folder;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpServer first;
  private HttpServer second;

  @BeforeEach
  void listen() throws IOException {
    first = server();
    second = server();
    first.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add("first " + exchange.getRequestHeaders().containsKey("Authorization"));
            exchange
                .getResponseHeaders()
                .set("Location", "http://" + authority(second) + exchange.getRequestURI());
            exchange.sendResponseHeaders(302, -1);
          }
        });
    second.createContext("/", this::askForAnAccount);
    first.start();
    second.start();
  }

  @AfterEach
  void stop() {
    first.stop(0);
    second.stop(0);
  }

  @Test
  void aRedirectOutOfTheHostIsNotFollowedAndNothingIsFetched() {
    String unreachable = reason(fetch(platform(authority(first))));

    assertThat(unreachable)
        .contains(
            "expected an address on ["
                + authority(first)
                + "], found a redirect to "
                + authority(second));
    assertThat(asked).containsOnly("first false");
  }

  @Test
  void whereNoHostIsConfiguredARedirectIsFollowedToNoOtherAuthority() {
    assertThat(reason(fetch(platform()))).contains("found a redirect to " + authority(second));
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("plain.git"))) {
      assertThat(reason(mirror.fetch(address()))).contains("found a redirect to");
    }
    assertThat(asked).containsOnly("first false");
  }

  @Test
  void aRedirectWithinTheHostIsFollowedButNoAccountIsToldWithoutTls() throws IOException {
    Files.writeString(folder.resolve("own"), "reader:a token\n");

    String refused = reason(fetch(platform(authority(first), authority(second))));

    assertThat(asked).contains("second false").doesNotContain("first true", "second true");
    assertThat(refused).doesNotContain("a token");
  }

  @Test
  void anAccountIsToldToItsHostAloneAndOverHttpsAlone() throws Exception {
    GitCredentials account = GitCredentials.parse(" reader:a:token \n", Set.of("git.example"));
    CredentialItem.Username user = new CredentialItem.Username();
    CredentialItem.Password password = new CredentialItem.Password();

    assertThat(account.get(new URIish("https://git.example/acme/shop"), user, password)).isTrue();
    assertThat(user.getValue()).isEqualTo("reader");
    assertThat(password.getValue()).containsExactly("a:token".toCharArray());
    for (String other :
        List.of(
            "http://git.example/acme/shop",
            "https://git.example:8443/acme/shop",
            "https://evil.example/acme/shop",
            "https://git.example.evil.example/acme/shop")) {
      assertThat(account.get(new URIish(other), user, password)).as(other).isFalse();
    }
    assertThat(account.get(new URIish("https://git.example/"), new CredentialItem.YesNoType("?")))
        .isFalse();
    assertThat(account).hasToString("GitCredentials");
  }

  @Test
  void aFileOfCredentialsOfAnotherFormIsAFaultThatShowsNothingOfIt() throws IOException {
    for (String malformed : List.of("s3cret", ":s3cret", "s3cret:", "s3cret:a\ns3cret:b")) {
      Files.writeString(folder.resolve("own"), malformed);
      assertThatThrownBy(() -> new GitHosts(folder).to(platform(authority(first)), address()))
          .isInstanceOf(SchemasException.ConfigurationFault.class)
          .hasMessageContaining("credentials at host own")
          .hasMessageNotContaining("s3cret");
    }
  }

  private FetchOutcome fetch(Platform platform) {
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      return mirror.fetch(address(), new GitHosts(folder).to(platform, address()));
    }
  }

  private static String reason(FetchOutcome outcome) {
    return switch (outcome) {
      case FetchOutcome.Unreachable(_, String reason) -> reason;
      case FetchOutcome.NotARepository(_, String reason) -> reason;
      case FetchOutcome.Fetched fetched -> throw new AssertionError(fetched);
      case FetchOutcome.EmptyRepository empty -> throw new AssertionError(empty);
    };
  }

  private void askForAnAccount(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add("second " + exchange.getRequestHeaders().containsKey("Authorization"));
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
      exchange.sendResponseHeaders(401, -1);
    }
  }

  private String address() {
    return "http://" + authority(first) + "/acme/shop.git";
  }

  private static Platform platform(String... authorities) {
    Platform none = new Platform("a", List.of(), List.of(), List.of(), List.of());
    return authorities.length == 0
        ? none
        : none.withHosts(
            List.of(new Host(new HostName("own"), HostKind.PLAIN, List.of(authorities))),
            List.of());
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private static String authority(HttpServer server) {
    return "127.0.0.1:" + server.getAddress().getPort();
  }
}
