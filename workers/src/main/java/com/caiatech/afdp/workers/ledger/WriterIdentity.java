package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;

/// Who signs ledger commits: the name and address that stand in them, and the key.
public record WriterIdentity(String name, String emailAddress, OpenPgpSecretKey key) {
  @Override
  public String toString() {
    return "WriterIdentity[" + name + ", " + key.fingerprint() + "]";
  }
}
