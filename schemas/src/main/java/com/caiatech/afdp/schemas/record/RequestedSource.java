package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.RepositoryName;

/// The repository and the ref (branch, tag or commit) that a request asks for in one role.
public record RequestedSource(RepositoryName repository, String ref) {}
