package com.caiatech.afdp.infra.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a demo came to.
///
/// @param incident the incident with its suspects, as the trace query answers it
/// @param faultyCommit the commit that is at fault, or assumed to be
/// @param rank where the trace ranks it, from 1; 0 when it is not among the suspects
public record DemoEnds(
    String goodDeployment,
    String faultyDeployment,
    String rollback,
    JsonNode incident,
    String faultyCommit,
    int rank) {
  /// The same as JSON.
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("goodDeployment", goodDeployment)
        .put("faultyDeployment", faultyDeployment)
        .put("rollback", rollback)
        .put("incident", incident.path("incidentId").asText())
        .put("faultyCommit", faultyCommit)
        .put("rank", rank)
        .set("trace", incident);
  }
}
