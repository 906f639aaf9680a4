package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import java.nio.charset.StandardCharsets;

/// One entry of a volume's Merkle log: a path that a commit added, valid or not. It binds content,
/// signer and time.
///
/// @param index counts the volume's entries from 0
/// @param sha256 digest of the file's bytes
/// @param commitSha256 digest of the raw commit object that added it
public record LedgerEntry(long index, String path, Sha256 sha256, Sha256 commitSha256) {
  private static final String FORM = "afdp-entry/1";

  /// The entry's bytes, over which RFC 6962 takes the leaf hash.
  public byte[] bytes() {
    return (FORM + "\n" + path + "\n" + sha256 + "\n" + commitSha256 + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
