package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.RecordKind;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Which events a channel is told.
///
/// @param services empty for all
/// @param environments empty for all
record Filter(Set<EventKind> kinds, Set<ServiceName> services, Set<EnvironmentName> environments) {
  Filter {
    kinds = Set.copyOf(kinds);
    services = Set.copyOf(services);
    environments = Set.copyOf(environments);
  }

  /// All events of some kinds.
  static Filter of(EventKind first, EventKind... others) {
    return new Filter(EnumSet.of(first, others), Set.of(), Set.of());
  }

  /// The kinds of records that may tell one of them.
  Set<RecordKind> toldBy() {
    return kinds.stream()
        .flatMap(kind -> kind.toldBy().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether the event is one of them. An incident that names no service, or no environment, may
  /// concern each.
  boolean takes(Event event) {
    return (kinds.contains(event.kind())
            || (event.restored() && kinds.contains(EventKind.ROLLED_BACK)))
        && (services.isEmpty()
            || event.services().isEmpty()
            || event.services().stream().anyMatch(services::contains))
        && (environments.isEmpty()
            || event.environment() == null
            || environments.contains(event.environment()));
  }
}
