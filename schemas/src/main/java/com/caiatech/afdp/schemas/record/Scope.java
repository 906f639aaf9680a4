package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The environment and the service that a record belongs to; an absent one means none or several
/// and is written `_`.
public record Scope(@Nullable EnvironmentName environment, @Nullable ServiceName service) {
  /// What stands for none or several, in paths and in JSON.
  public static final String NONE = "_";

  private static final Scope GLOBAL = new Scope(null, null);

  /// The scope of one service in one environment.
  public static Scope of(EnvironmentName environment, ServiceName service) {
    return new Scope(environment, service);
  }

  /// The scope of records about no or several services and environments.
  public static Scope global() {
    return GLOBAL;
  }

  /// Reads the two names, either of which may be `_`.
  public static Scope parse(String environment, String service) {
    return new Scope(
        environment.equals(NONE) ? null : new EnvironmentName(environment),
        service.equals(NONE) ? null : new ServiceName(service));
  }

  /// The environment's name or `_`.
  public String environmentText() {
    return Optional.ofNullable(environment).map(EnvironmentName::value).orElse(NONE);
  }

  /// The service's name or `_`.
  public String serviceText() {
    return Optional.ofNullable(service).map(ServiceName::value).orElse(NONE);
  }
}
