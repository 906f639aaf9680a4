package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What has to hold between hosts, webhooks and repositories.
final class HostRules {
  private HostRules() {}

  /// @throws IllegalArgumentException that names both sides of what does not fit
  static void check(
      List<Host> hosts,
      List<Hook> hooks,
      List<Platform.Volume> volumes,
      List<Platform.SourceRepository> repositories) {
    Map<HostName, Host> byName = new HashMap<>();
    Map<String, Host> byAuthority = new HashMap<>();
    for (Host host : hosts) {
      if (byName.putIfAbsent(host.name(), host) != null) {
        throw new IllegalArgumentException(
            "Hosts: expected names of their own, found " + host.name() + " twice");
      }
      for (String authority : host.authorities()) {
        Host other = byAuthority.putIfAbsent(authority, host);
        if (other != null && !other.equals(host)) {
          throw new IllegalArgumentException(
              "Hosts "
                  + other.name()
                  + " and "
                  + host.name()
                  + ": expected authorities of their own, found "
                  + authority
                  + " for both");
        }
      }
    }
    HostedRepositories known = new HostedRepositories(hosts, volumes, repositories);
    Set<HookId> ids = new HashSet<>();
    for (Hook hook : hooks) {
      if (!ids.add(hook.id())) {
        throw new IllegalArgumentException(
            "Hooks: expected ids of their own, found " + hook.id() + " twice");
      }
      check(hook, byName, known);
    }
  }

  private static void check(Hook hook, Map<HostName, Host> hosts, HostedRepositories known) {
    Host host = hosts.get(hook.host());
    if (host == null) {
      throw new IllegalArgumentException(
          "Hook "
              + hook.id()
              + ": expected one of the hosts "
              + hosts.keySet()
              + ", found "
              + hook.host());
    }
    PushSource repository = hook.repository();
    // a source repository that is not configured is one that is registered, sooner or later
    boolean registered = repository instanceof PushSource.Source && !known.has(repository);
    if (repository != null && !registered && !known.isOn(host, repository)) {
      throw new IllegalArgumentException(
          "Hook "
              + hook.id()
              + ": expected a repository with an address on the host "
              + host.name()
              + ", found "
              + repository.fullName());
    }
  }
}
