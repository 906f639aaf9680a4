package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.Sha256;

/// A reference to a record: where it is and the digest of its bytes.
///
/// @param path the record's path inside any volume of the series
public record RecordRef(Series series, String path, Sha256 sha256) {}
