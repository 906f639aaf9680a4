package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a request has its effect: whoever sends it has to be allowed to in each of these.
final class TouchedScopes {
  private TouchedScopes() {}

  /// What the input alone names; of an environment or a service that it does not name, none.
  ///
  /// @param input whose names are of the platform
  static List<Scope> byInput(Mutation mutation, Input input) {
    if (mutation.place() == Place.NEW_REGISTRATION) {
      return List.of(ofRegistration(mutation.action(), input));
    }
    String environment = input.optionalText("environment");
    return scopes(
        environment == null ? null : new EnvironmentName(environment),
        input.services().stream().map(ServiceName::new).toList());
  }

  /// A service may be registered by whoever may that one; a name that is none is refused later.
  private static Scope ofRegistration(Action action, Input input) {
    try {
      return action == Action.REGISTER_SERVICE
          ? new Scope(null, new ServiceName(input.text("name")))
          : Scope.global();
    } catch (IllegalArgumentException noName) {
      return Scope.global();
    }
  }

  /// What the request acts on, as it is known; of an incident that is updated, before and after.
  static List<Scope> by(Request request) {
    Mutation mutation = request.mutation();
    if (mutation.place().isOfDeployment()) {
      return List.of(request.state().scope());
    }
    if (mutation.place() == Place.ANNOTATION) {
      return request.state().annotated();
    }
    return mutation.place() == Place.INCIDENT
        ? byIncident(request)
        : byInput(mutation, request.input());
  }

  private static List<Scope> byIncident(Request request) {
    IncidentReport before = request.incident().report();
    List<Scope> known = scopes(before.affectedEnvironment(), before.services());
    return request.mutation().action() == Action.UPDATE_INCIDENT
        ? Stream.concat(
                known.stream(),
                scopes(
                    IncidentUpdate.environment(request.input(), before),
                    IncidentUpdate.services(request.input(), before))
                    .stream())
            .distinct()
            .toList()
        : known;
  }

  /// Each service in the environment; without one, the environment.
  static List<Scope> scopes(@Nullable EnvironmentName environment, List<ServiceName> services) {
    return services.isEmpty()
        ? List.of(new Scope(environment, null))
        : services.stream().distinct().map(service -> new Scope(environment, service)).toList();
  }
}
