/// Keys and signatures: OpenPGP as stock Git and GnuPG judge it, and DSSE envelopes by Ed25519.
/// Start with {@link com.caiatech.afdp.schemas.signing.OpenPgpVerifier} and {@link
/// com.caiatech.afdp.schemas.signing.Dsse}; nothing here may decide whom to trust, which is the
/// trust policy's part.
@NullMarked
package com.caiatech.afdp.schemas.signing;

import org.jspecify.annotations.NullMarked;
