package com.caiatech.afdp.infra.bootstrap;

import com.caiatech.afdp.gateway.security.LocalToken;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The local people, one for each role, each with a bearer token of its own.
public final class LocalPeople {
  /// The issuer of local people's subjects.
  public static final String ISSUER = "local";

  private LocalPeople() {}

  /// Role to token, made at first use.
  static Map<String, String> ensure(StateLayout layout) {
    Map<String, String> tokens = new TreeMap<>();
    for (Map.Entry<String, String> file : files(layout).entrySet()) {
      tokens.put(file.getKey(), OwnerOnly.secret(Path.of(file.getValue()), Identities::randomText));
    }
    return tokens;
  }

  /// Role to the path of the file with its token, for its owner alone.
  public static Map<String, String> files(StateLayout layout) {
    Map<String, String> files = new TreeMap<>();
    for (Role role : Role.values()) {
      files.put(role.label(), layout.token(role.label()).toString());
    }
    return files;
  }

  /// What the gateway knows of them.
  public static List<LocalToken> forGateway(Map<String, String> tokens) {
    return tokens.entrySet().stream()
        .map(
            entry ->
                new LocalToken(
                    Sha256.ofUtf8(entry.getValue()),
                    Role.ofLabel(entry.getKey()).stream().collect(Collectors.toUnmodifiableSet()),
                    ISSUER,
                    "local-" + entry.getKey(),
                    "Local " + entry.getKey()))
        .toList();
  }
}
