package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.generate.model.Event.Environment;
import com.caiatech.afdp.infra.generate.model.Organisation;
import com.caiatech.afdp.infra.generate.model.Organisation.Service;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.sealing.Pepper;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the numbers of an organisation are called in records and repositories. Ids follow from the
/// seed, and tell no more than when they were made.
final class Names {
  /// Who knows the subjects: what authors of commits are known by.
  static final String ISSUER = "git";

  private final Organisation organisation;
  private final long seed;
  private final List<PersonId> people;

  Names(Organisation organisation, long seed, Pepper pepper) {
    this.organisation = organisation;
    this.seed = seed;
    this.people =
        organisation.people().stream()
            .map(person -> pepper.personId(ISSUER, person.email()))
            .toList();
  }

  PersonId person(int number) {
    return people.get(number);
  }

  Organisation.Person somebody(int number) {
    return organisation.people().get(number);
  }

  Service service(int number) {
    return organisation.services().get(number);
  }

  ServiceName serviceName(int number) {
    return new ServiceName(service(number).name());
  }

  RepositoryName repository(int number) {
    return new RepositoryName(organisation.repositories().get(number).name());
  }

  String team(int number) {
    return organisation.teams().get(service(number).team());
  }

  boolean isSettings(int repository) {
    return repository == organisation.settings();
  }

  int settings() {
    return organisation.settings();
  }

  /// What of a repository is the service's.
  @Nullable RepositoryPart part(Service service, int repository) {
    String settings = service.settings();
    if (isSettings(repository) && settings != null) {
      return new RepositoryPart(new SourcePath(settings), List.of());
    }
    String library = service.library();
    return library == null
        ? null
        : new RepositoryPart(new SourcePath(service.path()), List.of(new SourcePath(library)));
  }

  Scope scope(int service, Environment environment) {
    return Scope.of(environment(environment), serviceName(service));
  }

  static EnvironmentName environment(Environment environment) {
    return new EnvironmentName(environment.name().toLowerCase(Locale.ROOT));
  }

  DeploymentId deployment(int number, Instant at) {
    return new DeploymentId(uuid7("deployment", number, at));
  }

  IncidentId incident(int number, Instant at) {
    return new IncidentId(uuid7("incident", number, at));
  }

  SubjectId registration(int number, Instant at) {
    return new SubjectId(uuid7("registration", number, at));
  }

  /// @param number of all requests
  RequestId request(long number, Instant at) {
    return new RequestId(uuid7("request", number, at));
  }

  private UUID uuid7(String what, long number, Instant at) {
    return Ids.uuid7(at, Sha256.ofUtf8("%d\n%s\n%d".formatted(seed, what, number)));
  }
}
