package com.caiatech.afdp.gateway;

import com.caiatech.afdp.gateway.alert.AlertIntake;
import com.caiatech.afdp.gateway.audit.RefusalLog;
import com.caiatech.afdp.gateway.execution.SchemaWiring;
import com.caiatech.afdp.gateway.health.HealthProbe;
import com.caiatech.afdp.schemas.id.PersonId;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.BiFunction;

/// What a gateway serves, made before it starts.
///
/// @param wiring the schema and the code that answers its fields
/// @param alerts takes what an alerting system posts
/// @param refusals reads the log of refused mutations
/// @param personIds makes a person's id of issuer and subject
/// @param probes of the parts that the gateway needs, and of those beside it that it shall report
/// @param registry is scraped at `/metrics`; it stays the caller's, who may count in it too
/// @param closed in order after the last request was answered
public record GatewayParts(
    SchemaWiring wiring,
    AlertIntake alerts,
    RefusalLog.Reader refusals,
    BiFunction<String, String, PersonId> personIds,
    List<HealthProbe> probes,
    PrometheusMeterRegistry registry,
    List<AutoCloseable> closed) {
  public GatewayParts {
    probes = List.copyOf(probes);
    closed = List.copyOf(closed);
  }
}
