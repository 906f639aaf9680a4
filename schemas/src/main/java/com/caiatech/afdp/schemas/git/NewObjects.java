package com.caiatech.afdp.schemas.git;

import org.eclipse.jgit.lib.ObjectId;

/// Takes new objects of a repository.
public interface NewObjects {
  /// Adds an object, where it was not added before.
  ///
  /// @param type as in {@link org.eclipse.jgit.lib.Constants}, of a whole object
  /// @return its id
  ObjectId add(int type, byte[] bytes);
}
