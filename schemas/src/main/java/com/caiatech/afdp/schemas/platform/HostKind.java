package com.caiatech.afdp.schemas.platform;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The software that a Git host runs: it decides what its webhooks look like.
public enum HostKind {
  @JsonProperty("github")
  GITHUB,
  @JsonProperty("gitlab")
  GITLAB,
  /// Gitea and Forgejo.
  @JsonProperty("gitea")
  GITEA,
  /// A server of bare repositories, with the post-receive hook that AFDP ships.
  @JsonProperty("plain")
  PLAIN;

  /// Whether `Acme/Shop` and `acme/shop` are two repositories.
  boolean tellsCaseApart() {
    return this == PLAIN;
  }
}
