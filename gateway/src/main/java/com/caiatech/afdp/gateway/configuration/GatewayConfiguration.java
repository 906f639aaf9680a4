package com.caiatech.afdp.gateway.configuration;

import com.caiatech.afdp.gateway.security.AccessRestriction;
import com.caiatech.afdp.gateway.security.Credentials;
import java.util.List;

/// All that a gateway is told at its start, one record per concern.
///
/// @param restrictions narrow who may act in an environment
public record GatewayConfiguration(
    HttpConfiguration http,
    LimitConfiguration limits,
    ShareConfiguration share,
    Credentials credentials,
    List<AccessRestriction> restrictions,
    GraphConfiguration graph,
    TemporalConfiguration temporal,
    PeopleConfiguration people,
    AuditConfiguration audit,
    StopConfiguration stop) {
  public GatewayConfiguration {
    restrictions = List.copyOf(restrictions);
  }
}
