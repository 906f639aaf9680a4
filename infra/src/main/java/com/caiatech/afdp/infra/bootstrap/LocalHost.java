package com.caiatech.afdp.infra.bootstrap;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.platform.Hook;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// The runner's own Git server among the platform's hosts: a plain one, with a webhook for all of
/// it. Its repositories are read from this machine's disk, so it has no authority on the network.
public final class LocalHost {
  /// The id of its webhook.
  public static final HookId HOOK = new HookId("local");

  private static final HostName NAME = new HostName("local");

  private LocalHost() {}

  /// The platform with this host and its webhook, where they are missing.
  static Platform addedTo(Platform platform) {
    List<Host> hosts = new ArrayList<>(platform.hosts());
    List<Hook> hooks = new ArrayList<>(platform.hooks());
    if (platform.host(NAME).isEmpty()) {
      hosts.add(new Host(NAME, HostKind.PLAIN, List.of()));
    }
    if (platform.hook(HOOK).isEmpty()) {
      hooks.add(new Hook(HOOK, NAME, null));
    }
    return platform.withHosts(hosts, hooks);
  }

  /// The secret that its webhook is signed with, made at first use: the newer one while it is
  /// rotated. That of a state folder from before there were several webhooks goes on.
  public static String secret(StateLayout layout) {
    Path file = layout.webhookSecret(HOOK);
    try {
      if (!Files.exists(file) && Files.exists(layout.formerWebhookSecret())) {
        Files.move(layout.formerWebhookSecret(), file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "moving the webhook's secret to " + file + " failed: " + failure, failure);
    }
    return OwnerOnly.secret(file, Identities::randomText)
        .lines()
        .reduce((_, last) -> last)
        .orElseThrow();
  }
}
