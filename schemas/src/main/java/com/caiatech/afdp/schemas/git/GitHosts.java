package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.platform.GitAddress;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.Platform;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// How the configured Git hosts are reached, each with the account in the file of its name.
public final class GitHosts {
  private final @Nullable Path credentials;

  /// @param credentials the folder with a file `user:password` for each host that asks for an
  ///   account, read at each fetch; absent where none does
  public GitHosts(@Nullable Path credentials) {
    this.credentials = credentials;
  }

  /// How far the address of a repository may lead: within its host, or where that is not
  /// configured, to its own authority.
  ///
  /// @throws SchemasException.ConfigurationFault when the host's file of credentials cannot be read
  public GitAccess to(Platform platform, String address) {
    return host(platform, address).map(this::within).orElseGet(() -> alone(address));
  }

  private static Optional<Host> host(Platform platform, String address) {
    try {
      GitAddress parsed = GitAddress.parse(address);
      return platform.hosts().stream().filter(host -> host.has(parsed)).findFirst();
    } catch (IllegalArgumentException onADisk) {
      return Optional.empty();
    }
  }

  private GitAccess within(Host host) {
    Set<String> authorities = Set.copyOf(host.authorities());
    Path file = credentials == null ? null : credentials.resolve(host.name().value());
    if (file == null || !Files.exists(file)) {
      return GitAccess.to(authorities, null);
    }
    try {
      return GitAccess.to(authorities, GitCredentials.parse(Files.readString(file), authorities));
    } catch (IOException | IllegalArgumentException malformed) {
      throw new SchemasException.ConfigurationFault(
          "Reading the credentials at host "
              + host.name()
              + " from "
              + file
              + ": "
              + malformed.getMessage()
              + "; nothing was fetched");
    }
  }

  private static GitAccess alone(String address) {
    try {
      return GitAccess.alone(new URIish(address));
    } catch (URISyntaxException malformed) {
      return GitAccess.to(Set.of(), null);
    }
  }
}
