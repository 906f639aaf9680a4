package com.caiatech.afdp.schemas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostedRepositoriesTest {
  private static final PushSource SHOP = new PushSource.Source(new RepositoryName("shop"));
  private static final PushSource CART = new PushSource.Source(new RepositoryName("cart"));
  private static final PushSource APPROVALS =
      new PushSource.Ledger(new VolumeName("approval-logs"));

  private static final String HOSTS =
      """
      "hosts": [
        {"name": "hub", "kind": "github", "authorities": ["github.com", "ssh.github.com"]},
        {"name": "own", "kind": "plain", "authorities": ["git.example:2222"]}]""";

  @TempDir Path folder;

  @Test
  void aHostNamesARepositoryByAnyOfItsAddressesThere() throws IOException {
    HostedRepositories known = HostedRepositories.of(read(platform("")));
    Host hub = read(platform("")).host(new HostName("hub")).orElseThrow();
    Host own = read(platform("")).host(new HostName("own")).orElseThrow();

    assertThat(known.named(hub, GitAddress.parse("acme/shop"))).contains(SHOP);
    assertThat(known.named(hub, GitAddress.parse("ACME/Shop"))).contains(SHOP);
    assertThat(known.named(hub, GitAddress.parse("git@ssh.github.com:acme/shop.git")))
        .contains(SHOP);
    assertThat(known.named(hub, GitAddress.parse("acme/approvals"))).contains(APPROVALS);
    assertThat(known.named(hub, GitAddress.parse("team/cart"))).contains(CART);
    assertThat(known.named(hub, GitAddress.parse("acme/other"))).isEmpty();
    assertThat(known.named(own, GitAddress.parse("srv/Cart"))).contains(CART);
    assertThat(known.named(own, GitAddress.parse("srv/cart"))).isEmpty();
    assertThat(known.named(own, GitAddress.parse("team/cart"))).contains(CART);
  }

  @Test
  void anAddressOnAnotherHostNamesNothingAndOurFullNamesAreThoseOfPlainHostsAlone()
      throws IOException {
    HostedRepositories known = HostedRepositories.of(read(platform("")));
    Host hub = read(platform("")).host(new HostName("hub")).orElseThrow();
    Host own = read(platform("")).host(new HostName("own")).orElseThrow();

    assertThat(known.named(own, GitAddress.parse("https://github.com/acme/shop"))).isEmpty();
    assertThat(known.named(hub, GitAddress.parse("ssh://git.example:2222/srv/Cart"))).isEmpty();
    assertThat(known.named(hub, GitAddress.parse("repositories/shop"))).isEmpty();
    assertThat(known.named(own, GitAddress.parse("repositories/shop"))).contains(SHOP);
    assertThat(known.named(own, GitAddress.parse("ledgers/approval-logs"))).contains(APPROVALS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'id': 'a', 'host': 'hub'}, {'id': 'a', 'host': 'own'}] | expected ids of their own, found a twice",
        "[{'id': 'a', 'host': 'lab'}] | Hook a: expected one of the hosts",
        "[{'id': 'a', 'host': 'hub', 'repository': 'elsewhere/x'}] | expected ledgers/<volume> or repositories/<name>",
        "[{'id': '../a', 'host': 'hub'}] | HookId: expected text that matches",
      })
  void aWebhookOfNothingThatIsThereIsRefusedNamingBoth(String hooks, String message) {
    assertThatThrownBy(() -> read(platform(", \"hooks\": " + hooks.replace('\'', '"'))))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageContaining("platform.json")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ssh://git.example:2222/srv/Cart.git | https://github.com/team/cart | git@github.com:ACME/shop | Repositories repositories/shop and repositories/cart: expected addresses of their own, found 'acme/shop' for both",
        "ssh://git.example:2222/srv/Cart.git | git@github.com:Acme/approvals | team/cart | Repositories ledgers/approval-logs and repositories/cart: expected addresses",
        "ssh://git.example:2222/srv/Cart.git | repositories/shop | team/cart | Repositories repositories/shop and repositories/cart: expected addresses",
        "https://evil.example/cart | acme/x | acme/y | Repository repositories/cart: expected an address on [github.com, ssh.github.com, git.example:2222], the authorities of the hosts, found 'evil.example/cart'",
        "https://git.example/cart | acme/x | acme/y | found 'git.example/cart'",
        "ftp://github.com/team/cart | acme/x | acme/y | Repository repositories/cart: Address: expected https://",
        "file:///srv/cart.git | https://evil.example/cart | acme/y | found 'evil.example/cart'",
        "file:///srv/cart.git | https://u:pass@github.com/cart | acme/y | expected no password",
      })
  void addressesThatClashOrLieOnNoHostAreRefusedNamingBoth(
      String uri, String first, String second, String message) {
    String json =
        platform("")
            .replace("ssh://git.example:2222/srv/Cart.git", uri)
            .replace("\"team/cart\"", "\"" + first + "\", \"" + second + "\"");

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("u:pass");
  }

  @Test
  void twoHostsOfOneAuthorityOrNameAreRefusedNamingBoth() {
    assertThatThrownBy(() -> read(platform("").replace("git.example:2222\"]", "github.com\"]")))
        .hasMessageContaining("Hosts hub and own: expected authorities of their own");
    assertThatThrownBy(() -> read(platform("").replace("\"own\"", "\"hub\"")))
        .hasMessageContaining("Hosts: expected names of their own, found hub twice");
    assertThatThrownBy(() -> read(platform("").replace("\"github.com\"", "\"GitHub.com\"")))
        .hasMessageContaining("Host hub: expected authorities such as");
  }

  @Test
  void aFileFromBeforeThereWereHostsReadsAsOneWithoutAny() throws IOException {
    Platform platform =
        read(
            """
            {"audience": "a", "environments": [], "services": [],
             "volumes": [{"name": "approval-logs", "series": "approval-logs", "uri": "git://h/a"}],
             "repositories": [
               {"name": "shop", "uri": "https://u:p@anywhere.example/a", "default_branch": "main"},
               {"name": "cart", "uri": "ftp://anywhere.example/b", "default_branch": "main"}]}
            """);

    assertThat(platform.hosts()).isEmpty();
    assertThat(platform.hooks()).isEmpty();
    assertThat(platform.repositories())
        .allSatisfy(repository -> assertThat(repository.addresses()).isEmpty());
  }

  @Test
  void whatWasWrittenIsWrittenAgain() throws IOException {
    Platform platform =
        read(
            platform(
                ", \"hooks\": [{\"id\": \"all\", \"host\": \"hub\"},"
                    + " {\"id\": \"one\", \"host\": \"own\", \"repository\": \"repositories/shop\"}]"));
    new PlatformFile(file()).replace(platform);

    assertThat(Files.readString(file()))
        .contains("\"git@ssh.github.com:acme/shop.git\"", "\"kind\" : \"github\"");
    assertThat(new PlatformFile(file()).current()).isEqualTo(platform);
  }

  @Test
  void whatIsRegisteredIsKnownBesideWhatIsConfiguredAndNeverInItsPlace() throws IOException {
    Platform platform = read(platform(""));
    Host hub = platform.host(new HostName("hub")).orElseThrow();
    RegisteredRepositories file = new RegisteredRepositories(folder.resolve("registered.json"));
    assertThat(file.current()).isEmpty();
    file.replace(
        List.of(
            registered("pay", "https://github.com/acme/pay"),
            registered("thief", "https://github.com/acme/shop"),
            registered("cart", "https://github.com/thief/cart"),
            registered("far", "https://elsewhere.example/far")));
    HostedRepositories known = HostedRepositories.of(platform, file.current());

    assertThat(known.named(hub, GitAddress.parse("Acme/Pay")))
        .contains(new PushSource.Source(new RepositoryName("pay")));
    assertThat(known.named(hub, GitAddress.parse("acme/shop"))).contains(SHOP);
    assertThat(known.named(hub, GitAddress.parse("thief/cart"))).isEmpty();
    Files.writeString(folder.resolve("registered.json"), "[no JSON");
    assertThat(file.current()).isEmpty();
  }

  private static Platform.SourceRepository registered(String name, String uri) {
    return new Platform.SourceRepository(new RepositoryName(name), URI.create(uri), "main");
  }

  private Platform read(String json) throws IOException {
    Files.writeString(file(), json);
    return new PlatformFile(file()).current();
  }

  private Path file() {
    return folder.resolve("platform.json");
  }

  private static String platform(String more) {
    return """
        {"audience": "a", "environments": [], "services": [],
         "volumes": [{"name": "approval-logs", "series": "approval-logs",
                      "uri": "https://github.com/acme/approvals.git"}],
         "repositories": [
           {"name": "shop", "uri": "file:///srv/shop.git", "default_branch": "main",
            "addresses": ["git@ssh.github.com:acme/shop.git"]},
           {"name": "cart", "uri": "ssh://git.example:2222/srv/Cart.git", "default_branch": "main",
            "addresses": ["team/cart"]}],
        """
        + HOSTS
        + more
        + "}";
  }
}
