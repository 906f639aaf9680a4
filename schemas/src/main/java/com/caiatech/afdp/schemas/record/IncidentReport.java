package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Intent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of an incident at one stage; a later report replaces what it repeats.
///
/// @param affectedEnvironment absent where several or unknown; the header's own environment is `_`
/// @param components path prefixes in the services' repositories, such as `src/cart`
public record IncidentReport(
    IncidentPhase phase,
    Severity severity,
    String title,
    List<ServiceName> services,
    @Nullable EnvironmentName affectedEnvironment,
    List<String> components,
    @Nullable Instant startedAt,
    Instant detectedAt,
    @Nullable Instant resolvedAt,
    PersonId reportedBy,
    @Nullable String description,
    @Nullable Intent intent)
    implements PersonCaused {
  public IncidentReport {
    services = List.copyOf(services);
    components = List.copyOf(components);
  }
}
