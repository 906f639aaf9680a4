/// The Merkle tree of RFC 6962 (RFC 9162 section 2.1): hashes, roots, inclusion and consistency
/// proofs and their verification. Start with {@link com.caiatech.afdp.schemas.merkle.MerkleTree};
/// nothing here may know what an entry of a ledger is.
@NullMarked
package com.caiatech.afdp.schemas.merkle;

import org.jspecify.annotations.NullMarked;
