package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import org.jspecify.annotations.Nullable;

/// A volume's branch was moved by this writer, durably.
///
/// @param before absent for the first commit of the volume
public record RefMoved(VolumeName volume, @Nullable CommitId before, CommitId after) {}
