package com.caiatech.afdp.lambdas.webhook;

import java.util.HexFormat;

/// The proof of most hosts: a header with the HMAC of the body, in hex.
final class SignedBody {
  private SignedBody() {}

  /// Whether the header is the prefix and the HMAC with one of the secrets.
  ///
  /// @param header what was sent; empty for nothing
  static boolean proves(HookSecrets secrets, byte[] body, String prefix, String header) {
    boolean proven = false;
    for (HookSecrets.Secret secret : secrets.all()) {
      byte[] hmac = HookSecrets.hmac(secret.key(), body);
      proven |= HookSecrets.areEqual(prefix + HexFormat.of().formatHex(hmac), header);
    }
    return proven;
  }
}
