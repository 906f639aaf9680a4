package com.caiatech.afdp.infra.bootstrap;

import com.caiatech.afdp.gateway.security.LocalToken;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.Sha256;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The local people, one for each role, each with a bearer token of its own.
public final class LocalPeople {
  /// The issuer of local people's subjects.
  public static final String ISSUER = "local";

  private static final ObjectMapper JSON = new ObjectMapper();

  private LocalPeople() {}

  /// Role to token, made at first use.
  static Map<String, String> ensure(StateLayout layout) {
    String json = OwnerOnly.secret(layout.tokens(), LocalPeople::fresh);
    try {
      return new TreeMap<>(JSON.readValue(json, new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException malformed) {
      throw new InfraException.Unavailable(
          "reading "
              + layout.tokens()
              + " failed: expected a JSON object of role and token; delete the file, and new tokens"
              + " are made",
          malformed);
    }
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

  private static String fresh() {
    Map<String, String> tokens = new TreeMap<>();
    for (Role role : Role.values()) {
      tokens.put(role.label(), Identities.randomText());
    }
    try {
      return JSON.writeValueAsString(tokens);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("tokens are strings", impossible);
    }
  }
}
