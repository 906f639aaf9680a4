package com.caiatech.afdp.gateway.audit;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A mutation that was refused. Of what its sender wrote there are ids and names alone.
///
/// @param person who asked
/// @param grants the roles that the person had, and where each counts
/// @param mutation its name in the schema
/// @param scope the environment and the service that its input names, where these are names
/// @param request the id that the sender gave it
/// @param subject the deployment, incident or other thing that it names
public record RefusedMutation(
    Instant at,
    PersonId person,
    String grants,
    String mutation,
    RefusalReason reason,
    Scope scope,
    @Nullable UUID request,
    @Nullable UUID subject) {}
