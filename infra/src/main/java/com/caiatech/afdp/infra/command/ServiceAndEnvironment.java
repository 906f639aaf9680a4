package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Parameters;

/// The first two parameters of every command about one service in one environment.
final class ServiceAndEnvironment {
  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service's name.")
  private ServiceName service;

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "1", paramLabel = "ENVIRONMENT", description = "The environment's name.")
  private EnvironmentName environment;

  ServiceName service() {
    return service;
  }

  EnvironmentName environment() {
    return environment;
  }

  /// Both by the names that every operation of the gateway gives them; more may be added.
  Map<String, Object> input() {
    Map<String, Object> input = new HashMap<>();
    input.put("service", service.value());
    input.put("environment", environment.value());
    return input;
  }
}
