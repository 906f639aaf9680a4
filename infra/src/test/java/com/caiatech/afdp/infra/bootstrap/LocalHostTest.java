package com.caiatech.afdp.infra.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.GitAddress;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHostTest {
  @TempDir Path folder;

  @Test
  void aStateFolderFromBeforeKeepsItsSecretAndGetsTheRunnersHostAndWebhook() throws Exception {
    try (StateFolder state = StateFolder.open(folder.resolve("state"))) {
      StateLayout layout = state.layout();
      Files.writeString(layout.formerWebhookSecret(), "the secret of this folder until now\n");
      Files.writeString(
          layout.platform(),
          """
          {"audience": "a", "environments": [], "volumes": [], "services": [],
           "repositories": [
             {"name": "shop", "uri": "file:///moved/shop.git", "default_branch": "main"}]}
          """);

      Bootstrap bootstrap = Bootstrap.ensure(layout);

      assertThat(bootstrap.identities().webhookSecret())
          .isEqualTo("the secret of this folder until now");
      assertThat(layout.formerWebhookSecret()).doesNotExist();
      assertThat(Files.getPosixFilePermissions(layout.webhookSecret(LocalHost.HOOK)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      Platform platform = bootstrap.platformFile().current();
      assertThat(platform.hosts())
          .singleElement()
          .satisfies(host -> assertThat(host.kind()).isEqualTo(HostKind.PLAIN));
      assertThat(platform.hook(LocalHost.HOOK)).isPresent();
      assertThat(Bootstrap.ensure(layout).platformFile().current()).isEqualTo(platform);
    }
  }

  @Test
  void whatIsConfiguredOfHostsAndAddressesStays() throws Exception {
    try (StateFolder state = StateFolder.open(folder.resolve("state"))) {
      StateLayout layout = state.layout();
      Files.writeString(
          layout.platform(),
          """
          {"audience": "a", "environments": [], "services": [],
           "volumes": [{"name": "approval-logs", "series": "approval-logs", "uri": "file:///x",
                        "addresses": ["acme/approvals"]}],
           "repositories": [
             {"name": "shop", "uri": "https://github.com/acme/shop.git", "default_branch": "main",
              "addresses": ["git@github.com:acme/shop.git"]},
             {"name": "moved", "uri": "file:///old/state/repositories/moved.git",
              "default_branch": "main"},
             {"name": "disk", "uri": "file:///srv/git/disk.git", "default_branch": "main"}],
           "hosts": [{"name": "hub", "kind": "github", "authorities": ["github.com"]}],
           "hooks": [{"id": "hub", "host": "hub"}]}
          """);

      Platform platform = Bootstrap.ensure(layout).platformFile().current();

      assertThat(platform.hosts()).hasSize(2);
      assertThat(platform.hooks()).hasSize(2);
      assertThat(platform.repository(new RepositoryName("shop")).orElseThrow().addresses())
          .containsExactly(GitAddress.parse("https://github.com/acme/shop"));
      assertThat(platform.repositories())
          .extracting(Platform.SourceRepository::uri)
          .containsExactly(
              URI.create("https://github.com/acme/shop.git"),
              layout.repository("moved").toUri(),
              URI.create("file:///srv/git/disk.git"));
      assertThat(platform.volumes())
          .filteredOn(volume -> !volume.addresses().isEmpty())
          .singleElement()
          .satisfies(volume -> assertThat(volume.name()).hasToString("approval-logs"));
    }
  }
}
