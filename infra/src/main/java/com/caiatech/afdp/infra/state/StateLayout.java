package com.caiatech.afdp.infra.state;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.schemas.id.HookId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where each thing lies under a state folder. Only names: nothing here reads or writes a file.
///
/// @param root the state folder, absolute
public record StateLayout(Path root) {
  /// The suffix of every bare repository.
  public static final String BARE = ".git";

  public StateLayout {
    root = root.toAbsolutePath().normalize();
  }

  /// The layout of a folder in which a platform is already.
  ///
  /// @throws InfraException.Refused when there is none
  public static StateLayout ofPlatform(Path folder) {
    StateLayout layout = new StateLayout(folder);
    if (!Files.exists(layout.platform())) {
      throw new InfraException.Refused(
          "no platform is in " + layout.root() + "; start one there with: afdp up --state …");
    }
    return layout;
  }

  /// Held exclusively by the runner; holds its process id.
  public Path lock() {
    return root.resolve("lock");
  }

  /// Registered services, environments and their rules.
  public Path platform() {
    return root.resolve("platform.json");
  }

  /// The repositories that were registered by mutation, as the webhook function is told them.
  public Path registered() {
    return root.resolve("registered.json");
  }

  /// Who is told what happens, where anybody is.
  public Path notifications() {
    return root.resolve("notifications.yaml");
  }

  /// Folder of how far each channel of notifications was told.
  public Path outboxes() {
    return root.resolve("notifications");
  }

  /// The ports taken last time.
  public Path ports() {
    return root.resolve("ports.json");
  }

  /// Folder of secret and exported keys, tokens and passwords.
  public Path keys() {
    return root.resolve("keys");
  }

  /// Folder of the ledgers' bare repositories.
  public Path ledgers() {
    return root.resolve("ledgers");
  }

  /// The bare repository of one volume.
  public Path ledger(String volume) {
    return ledgers().resolve(volume + BARE);
  }

  /// Folder of the served source repositories.
  public Path repositories() {
    return root.resolve("repositories");
  }

  /// What the workers of this folder pushed last to each ledger.
  public Path marks() {
    return root.resolve("marks");
  }

  /// The bare repository of one source.
  public Path repository(String name) {
    return repositories().resolve(name + BARE);
  }

  /// The evidence store: mirrors and what only an observer can know.
  public Path evidence() {
    return root.resolve("evidence");
  }

  /// Data keys of persons.
  public Path people() {
    return root.resolve("people");
  }

  /// The graph database's home.
  public Path neo4j() {
    return root.resolve("neo4j");
  }

  /// The Temporal server's database and process file.
  public Path temporal() {
    return root.resolve("temporal");
  }

  /// Releases and processes of the local target.
  public Path target() {
    return root.resolve("target");
  }

  /// Log files.
  public Path logs() {
    return root.resolve("logs");
  }

  /// The gateway's log of refused mutations.
  public Path refusals() {
    return logs().resolve("refused-mutations");
  }

  /// The armored secret key that signs ledger commits.
  public Path workerKey() {
    return keys().resolve("worker.asc");
  }

  /// The public half of [#workerKey()].
  public Path workerPublicKey() {
    return keys().resolve("worker.pub.asc");
  }

  /// The armored secret key that signs trust policies.
  public Path rootKey() {
    return keys().resolve("root.asc");
  }

  /// The public half of [#rootKey()].
  public Path rootPublicKey() {
    return keys().resolve("root.pub.asc");
  }

  /// The record of the first trust policy, to which the ledgers are pinned.
  public Path firstPolicy() {
    return keys().resolve("first-policy.json");
  }

  /// The gateway's Ed25519 key for proofs of intent.
  public Path gatewayKey() {
    return keys().resolve("gateway.ed25519");
  }

  /// Folder of the secrets of webhooks.
  public Path webhookSecrets() {
    return keys().resolve("webhooks");
  }

  /// The secrets of one webhook.
  public Path webhookSecret(HookId hook) {
    return webhookSecrets().resolve(hook.value());
  }

  /// Where the secret of the runner's own webhook stood before there were several.
  public Path formerWebhookSecret() {
    return keys().resolve("webhook.secret");
  }

  /// The bearer token of the local person of the role.
  public Path token(String role) {
    return keys().resolve(role + ".token");
  }

  /// Where the tokens of all local people stood before each had a file of its own.
  public Path formerTokens() {
    return keys().resolve("tokens.json");
  }

  /// The graph database's password.
  public Path neo4jPassword() {
    return keys().resolve("neo4j.password");
  }

  /// The pepper of person ids.
  public Path pepper() {
    return keys().resolve("pepper");
  }

  /// Every folder that a runner expects to be there.
  List<Path> folders() {
    return List.of(
        keys(),
        webhookSecrets(),
        ledgers(),
        repositories(),
        evidence(),
        people(),
        neo4j(),
        temporal(),
        target(),
        outboxes(),
        logs());
  }

  /// Folders in which nobody but the runner moves refs.
  List<Path> gitFolders() {
    return List.of(ledgers(), repositories(), evidence());
  }
}
