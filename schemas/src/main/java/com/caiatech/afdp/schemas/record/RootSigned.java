package com.caiatech.afdp.schemas.record;

import java.util.List;

/// What counts by the signatures of roots inside it, whoever signed the commit that brought it.
public sealed interface RootSigned extends RecordBody permits Policy, SuccessorVolume, MarkLowered {
  /// The signatures, over the record without them ({@link RecordTree#signedBytes}).
  List<RootSignature> signatures();

  /// The same with other signatures.
  RootSigned signed(List<RootSignature> newSignatures);
}
