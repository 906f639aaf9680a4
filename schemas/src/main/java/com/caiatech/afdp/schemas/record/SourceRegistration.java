package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.TeamName;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An admin says where a source repository is, or where a service lies; a later registration of the
/// same name replaces it. What of it counts on a platform is decided beside that platform's
/// configuration.
///
/// @param registeredRepository present where it is about a repository
/// @param registeredService present where it is about a service
/// @param registeredBy the admin
public record SourceRegistration(
    @Nullable RegisteredRepository registeredRepository,
    @Nullable RegisteredService registeredService,
    PersonId registeredBy,
    @Nullable String reason,
    @Nullable Intent intent)
    implements PersonCaused {
  public SourceRegistration {
    if ((registeredRepository == null) == (registeredService == null)) {
      throw new IllegalArgumentException(
          "SourceRegistration: expected a repository or a service, found "
              + (registeredService == null ? "neither" : "both"));
    }
  }

  /// A registration of a repository.
  public static SourceRegistration of(
      RegisteredRepository repository, PersonId person, @Nullable String reason) {
    return new SourceRegistration(repository, null, person, reason, null);
  }

  /// A registration of a service.
  public static SourceRegistration of(
      RegisteredService service, PersonId person, @Nullable String reason) {
    return new SourceRegistration(null, service, person, reason, null);
  }

  /// A source repository.
  ///
  /// @param addresses where it is, as the admin wrote them; it is fetched from the first
  /// @param defaultBranch such as `main`
  public record RegisteredRepository(
      RepositoryName name, List<String> addresses, String defaultBranch) {
    public RegisteredRepository {
      addresses = List.copyOf(addresses);
    }
  }

  /// A service.
  ///
  /// @param sources where it lies in each role it has
  /// @param team who owns it
  public record RegisteredService(
      ServiceName name, Map<SourceRole, RegisteredSource> sources, @Nullable TeamName team) {
    public RegisteredService {
      EnumMap<SourceRole, RegisteredSource> byRole = new EnumMap<>(SourceRole.class);
      byRole.putAll(sources);
      sources = Collections.unmodifiableMap(byRole);
    }
  }

  /// Where a service lies in one role.
  ///
  /// @param part what of the repository is the service's; absent for all of it
  public record RegisteredSource(RepositoryName repository, @Nullable RepositoryPart part) {}
}
