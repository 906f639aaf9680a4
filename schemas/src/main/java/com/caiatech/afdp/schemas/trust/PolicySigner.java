package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RootSignature;
import com.caiatech.afdp.schemas.record.RootSigned;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Signs records with a root key, of those kinds that count by the signatures of roots.
public final class PolicySigner {
  private PolicySigner() {}

  /// The record with one more signature; an earlier one by the same key is replaced.
  ///
  /// @throws IllegalArgumentException when its kind is another
  public static LedgerRecord sign(LedgerRecord record, OpenPgpSecretKey root) {
    return sign(record, root, Instant.now());
  }

  /// The same, dated as given, in whole seconds.
  public static LedgerRecord sign(LedgerRecord record, OpenPgpSecretKey root, Instant moment) {
    RootSigned body = body(record);
    List<RootSignature> signatures = new ArrayList<>(body.signatures());
    signatures.removeIf(signature -> signature.fingerprint().equals(root.fingerprint()));
    signatures.add(
        new RootSignature(
            root.fingerprint(), root.signDetached(record.tree().signedBytes(), moment)));
    return LedgerRecord.of(record.header(), body.signed(signatures));
  }

  private static RootSigned body(LedgerRecord record) {
    if (record.body() instanceof RootSigned body) {
      return body;
    }
    throw new IllegalArgumentException(
        "PolicySigner: expected a record that roots sign, found one of kind "
            + record.header().kind());
  }
}
