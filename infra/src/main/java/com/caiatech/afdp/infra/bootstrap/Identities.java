package com.caiatech.afdp.infra.bootstrap;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.FirstPolicy;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// The keys and secrets of a platform on one state folder, made at first use, each in a file of its
/// own.
///
/// @param firstPolicy the record of the trust policy that the root key signed
/// @param pinnedPolicy the digest by which everyone recognises that policy
/// @param webhookSecret of the webhook of the runner's own Git server
public record Identities(
    OpenPgpSecretKey worker,
    LedgerRecord firstPolicy,
    Sha256 pinnedPolicy,
    String webhookSecret,
    String neo4jPassword) {
  static final String WORKER_USER = "AFDP worker <worker@afdp.invalid>";

  private static final SecureRandom RANDOM = new SecureRandom();

  /// Reads the keys and secrets, and makes those that are missing; a root key before the first
  /// policy alone.
  ///
  /// @param environments those that the first policy has approval rules for
  static Identities ensure(
      StateLayout layout, String audience, List<Platform.Environment> environments, Instant now) {
    OpenPgpSecretKey worker = OpenPgpSecretKey.readOrGenerate(layout.workerKey(), WORKER_USER);
    Pepper.readOrGenerate(layout.pepper());
    Ed25519SigningKey gateway = Ed25519SigningKey.readOrGenerate(layout.gatewayKey());
    LedgerRecord policy =
        firstPolicy(
            OwnerOnly.secret(
                layout.firstPolicy(),
                () ->
                    text(
                        RecordCodec.encode(
                            FirstPolicy.of(
                                root(layout),
                                worker.publicKey(),
                                gateway.verifyingKey(),
                                audience,
                                environments.stream().flatMap(Identities::rules).toList(),
                                SubjectId.create(now),
                                now)))));
    OwnerOnly.write(layout.workerPublicKey(), bytes(worker.publicKey().armored()));
    return new Identities(
        worker,
        policy,
        TrustPolicy.digest(policy),
        LocalHost.secret(layout),
        neo4jPassword(layout));
  }

  /// The graph database's password.
  public static String neo4jPassword(StateLayout layout) {
    return OwnerOnly.secret(layout.neo4jPassword(), Identities::randomText);
  }

  /// The digest by which the first trust policy of a state folder is recognised; reads only.
  public static Sha256 pinnedPolicy(StateLayout layout) {
    try {
      return TrustPolicy.digest(firstPolicy(Files.readString(layout.firstPolicy())));
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading the first trust policy of " + layout.root() + " failed: " + unreadable,
          unreadable);
    }
  }

  private static Stream<ApprovalRule> rules(Platform.Environment environment) {
    return FirstPolicy.rules(
        environment.approvalRule(), environment.name().value(), environment.requiredApprovals())
        .stream();
  }

  /// 256 random bits as text.
  public static String randomText() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static OpenPgpSecretKey root(StateLayout layout) {
    OpenPgpSecretKey root =
        OpenPgpSecretKey.readOrGenerate(layout.rootKey(), "AFDP root <root@afdp.invalid>");
    OwnerOnly.write(layout.rootPublicKey(), bytes(root.publicKey().armored()));
    return root;
  }

  private static LedgerRecord firstPolicy(String json) {
    if (RecordCodec.decode(bytes(json)) instanceof DecodedRecord.Valid valid
        && valid.record().body() instanceof Policy) {
      return valid.record();
    }
    throw new InfraException.Unavailable(
        "reading the first trust policy of the state folder failed: expected the record of a"
            + " policy; restore keys/first-policy.json from a backup, the ledgers are pinned to"
            + " it");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
