package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.schemas.id.CommitId;
import java.util.List;

/// Tells which files commits touch against their first parent.
@FunctionalInterface
interface FileChanges {
  List<TouchedFile> of(CommitId commit);
}
