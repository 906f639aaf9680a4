package com.caiatech.afdp.infra.bootstrap;

import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.GatewayKey;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.Ed25519VerifyingKey;
import com.caiatech.afdp.schemas.signing.OpenPgpPublicKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.nio.file.Path;
import java.util.List;

/// Who has a key in a state folder that the trust policy names.
public enum KeyHolder {
  /// The worker, whose key signs the commits of the ledgers.
  WORKER {
    @Override
    public Path file(StateLayout layout) {
      return layout.workerKey();
    }

    @Override
    public String readOrGenerate(Path file) {
      return OpenPgpSecretKey.readOrGenerate(file, Identities.WORKER_USER).fingerprint().value();
    }

    @Override
    public List<String> named(Policy policy) {
      return policy.grants().stream().map(grant -> grant.fingerprint().value()).distinct().toList();
    }

    @Override
    public List<String> lasting(Policy policy) {
      return policy.grants().stream()
          .filter(grant -> IndexRange.isOpen(grant.ranges()))
          .map(Grant::fingerprint)
          .map(KeyFingerprint::value)
          .distinct()
          .toList();
    }

    @Override
    public Policy replacing(Policy policy, String key, Path other, Policy.Handover handover) {
      OpenPgpPublicKey after = OpenPgpSecretKey.read(other).publicKey();
      return policy.replacing(
          new KeyFingerprint(key), after.fingerprint(), after.armored(), handover);
    }
  },

  /// The gateway, whose key proves what people mean.
  GATEWAY {
    @Override
    public Path file(StateLayout layout) {
      return layout.gatewayKey();
    }

    @Override
    public String readOrGenerate(Path file) {
      return Ed25519SigningKey.readOrGenerate(file).keyId().value();
    }

    @Override
    public List<String> named(Policy policy) {
      return policy.gatewayKeys().stream().map(key -> key.keyId().value()).distinct().toList();
    }

    @Override
    public List<String> lasting(Policy policy) {
      return policy.gatewayKeys().stream()
          .filter(key -> IndexRange.isOpen(key.ranges()))
          .map(GatewayKey::keyId)
          .map(Sha256::value)
          .distinct()
          .toList();
    }

    @Override
    public Policy replacing(Policy policy, String key, Path other, Policy.Handover handover) {
      Ed25519VerifyingKey after = Ed25519SigningKey.read(other).verifyingKey();
      return policy.replacing(new Sha256(key), after.keyId(), after.base64(), handover);
    }
  };

  /// The file of the key.
  public abstract Path file(StateLayout layout);

  /// The file of a key that is to take its place.
  public final Path nextFile(StateLayout layout) {
    Path file = file(layout);
    return file.resolveSibling("next-" + file.getFileName());
  }

  /// What the policy calls the key in the file, which is made where there is none.
  public abstract String readOrGenerate(Path file);

  /// The keys that the policy names, whether they count still or not.
  public abstract List<String> named(Policy policy);

  /// Those of them that count for what is to come.
  public abstract List<String> lasting(Policy policy);

  /// The next version, unsigned, in which the key in another file takes the place of one.
  public abstract Policy replacing(Policy policy, String key, Path other, Policy.Handover handover);
}
