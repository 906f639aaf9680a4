package com.caiatech.afdp.lambdas.webhook;

import com.caiatech.afdp.schemas.platform.HostKind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What the webhooks of one kind of host look like. A delivery is read by the dialect of its own
/// host alone: what it holds of others' headers counts for nothing.
public sealed interface HostDialect
    permits GitHubDialect, GitLabDialect, GiteaDialect, PlainDialect {
  /// Of the kind of host.
  static HostDialect of(HostKind kind) {
    return switch (kind) {
      case GITHUB -> new GitHubDialect();
      case GITLAB -> new GitLabDialect();
      case GITEA -> new GiteaDialect();
      case PLAIN -> new PlainDialect();
    };
  }

  /// Whether the delivery comes from who knows one of the secrets. All of them are tried, however
  /// early one fits.
  boolean proves(HookSecrets secrets, Delivery delivery, Instant now);

  /// What the delivery's headers say that it tells of.
  EventType type(Delivery delivery);

  /// The id that the host gave it, the same when it sends it again.
  Optional<String> id(Delivery delivery);

  /// How its payload names the repository.
  Naming naming();

  /// Where a payload says which repository it tells of.
  ///
  /// @param member the member of the payload
  /// @param names the members in it that hold a name or an address
  record Naming(String member, Set<String> names) {
    /// Of GitHub, and of those who follow it.
    static final Naming GITHUB =
        new Naming("repository", Set.of("full_name", "clone_url", "ssh_url"));

    public Naming {
      names = Set.copyOf(names);
    }
  }
}
