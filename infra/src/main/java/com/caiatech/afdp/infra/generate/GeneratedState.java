package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.generate.model.Event.Environment;
import com.caiatech.afdp.infra.generate.model.Organisation;
import com.caiatech.afdp.infra.generate.model.Scale;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.caiatech.afdp.schemas.trust.FirstPolicy;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// A state folder whose keys, audience, pepper and first policy follow from a seed, so that
/// whatever is signed is the same each time. Whoever knows the seed has the keys: nothing real may
/// be trusted on their word.
final class GeneratedState {
  /// How long before the first day the platform begins.
  private static final long HOURS_BEFORE = 12;

  private final StateLayout layout;
  private final Scale scale;

  GeneratedState(StateLayout layout, Scale scale) {
    this.layout = layout;
    this.scale = scale;
  }

  /// Makes it.
  Bootstrap make(Organisation organisation) {
    Instant made = scale.begin().minusSeconds(HOURS_BEFORE * 3_600);
    OpenPgpSecretKey root =
        OpenPgpSecretKey.of(secret("root"), "AFDP root <root@afdp.invalid>", made)
            .createFile(layout.rootKey());
    OpenPgpSecretKey worker =
        OpenPgpSecretKey.of(secret("worker"), "AFDP worker <worker@afdp.invalid>", made)
            .createFile(layout.workerKey());
    Ed25519SigningKey gateway = Ed25519SigningKey.of(secret("gateway"));
    SecretFile.createIfAbsent(
        layout.gatewayKey(), gateway.pem().getBytes(StandardCharsets.US_ASCII));
    SecretFile.createIfAbsent(layout.pepper(), secret("pepper"));
    Platform platform = platform(organisation);
    LedgerRecord policy =
        FirstPolicy.of(
            root,
            worker.publicKey(),
            gateway.verifyingKey(),
            platform.audience(),
            platform.environments().stream()
                .flatMap(
                    it ->
                        FirstPolicy.rules(
                            it.approvalRule(), it.name().value(), it.requiredApprovals())
                            .stream())
                .toList(),
            new SubjectId(Ids.uuid7(made, digest("policies"))),
            made);
    OwnerOnly.write(
        layout.firstPolicy(), RecordCodec.encode(PolicySigner.sign(policy, root, made)));
    new PlatformFile(layout.platform()).replace(platform);
    return Bootstrap.ensure(layout, Clock.fixed(made, ZoneOffset.UTC));
  }

  private Platform platform(Organisation organisation) {
    return new Platform(
        "urn:uuid:" + UUID.nameUUIDFromBytes(secret("audience")),
        Arrays.stream(Environment.values()).map(GeneratedState::environment).toList(),
        List.of(),
        organisation.repositories().stream()
            .map(it -> new RepositoryName(it.name()))
            .map(
                it ->
                    new Platform.SourceRepository(
                        it, layout.repository(it.value()).toUri(), "main"))
            .toList(),
        List.of());
  }

  /// An environment as the platform is configured with it.
  static Platform.Environment environment(Environment environment) {
    return switch (environment) {
      case STAGING -> new Platform.Environment(Names.environment(environment), 0, "no-approval");
      case PRODUCTION ->
          new Platform.Environment(Names.environment(environment), 1, "production-approval");
    };
  }

  private byte[] secret(String what) {
    return HexFormat.of().parseHex(digest(what).value());
  }

  private Sha256 digest(String what) {
    return Sha256.ofUtf8("afdp generate\n%d\n%s".formatted(scale.seed(), what));
  }
}
