package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.workers.router.RouterLimits;
import java.util.function.Function;

/// What the services of one local target share.
///
/// @param mark what every process of this target bears in its environment
record Shared(
    String mark,
    Function<RepositoryName, SourceMirror> mirrors,
    RouterLimits limits,
    FreePorts ports,
    HealthProbe health,
    Supervision supervision) {}
