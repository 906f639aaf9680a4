package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.TeamName;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredRepository;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredService;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A registration as its records tell it: each request makes one of its own, so there is one record
/// where nobody made a subject's id twice; then the last one counts.
record RegistrationState(@Nullable SubjectRecord source) implements EntityState {
  private static final String PART = "REGISTRATION";

  static boolean isFedBy(RecordBody body) {
    return body instanceof SourceRegistration;
  }

  static RegistrationState restored(Map<String, SubjectRecord> madeOf) {
    return new RegistrationState(madeOf.get(PART));
  }

  @Override
  public RegistrationState after(SubjectRecord next) {
    return new RegistrationState(next);
  }

  @Override
  public SortedMap<String, SubjectRecord> madeOf() {
    return source == null ? Collections.emptySortedMap() : new TreeMap<>(Map.of(PART, source));
  }

  @Override
  public List<Fact> facts(SubjectId subject) {
    FactCollector collector = new FactCollector();
    if (source != null && source.record().body() instanceof SourceRegistration registration) {
      put(collector, Urns.registration(subject), subject, source, registration);
    }
    return collector.facts();
  }

  private static void put(
      FactCollector collector,
      String urn,
      SubjectId subject,
      SubjectRecord source,
      SourceRegistration registration) {
    RegisteredRepository repository = registration.registeredRepository();
    RegisteredService service = registration.registeredService();
    collector.node(
        NodeKind.REGISTRATION,
        urn,
        new PropertyMap()
            .with(Properties.REGISTRATION_ID, subject.value())
            .with(Properties.ADDRESSES, repository == null ? null : repository.addresses())
            .with(Properties.DEFAULT_BRANCH, repository == null ? null : repository.defaultBranch())
            .with(Properties.REASON, registration.reason())
            .with(Properties.REGISTERED_AT, source.record().header().timestamp())
            .with(Properties.RECORDED_AT, source.recordedAt())
            .with(Properties.LEDGER_INDEX, source.index()));
    collector.person(EdgeKind.REGISTERED_BY, urn, registration.registeredBy(), source);
    if (repository != null) {
      collector.repository(
          EdgeKind.REGISTERS_REPOSITORY, urn, repository.name(), "", FactCollector.stated(source));
    }
    if (service != null) {
      put(collector, urn, source, service);
    }
  }

  private static void put(
      FactCollector collector, String urn, SubjectRecord source, RegisteredService service) {
    collector.service(EdgeKind.REGISTERS_SERVICE, urn, service.name(), source);
    TeamName team = service.team();
    if (team != null) {
      collector.team(EdgeKind.OWNED_BY, urn, team, source);
    }
    service.sources().forEach((role, in) -> put(collector, urn, source, role, in));
  }

  private static void put(
      FactCollector collector,
      String urn,
      SubjectRecord source,
      SourceRole role,
      RegisteredSource in) {
    collector.repository(
        EdgeKind.LIES_IN,
        urn,
        in.repository(),
        role.name(),
        FactCollector.statedOf(in.part(), source));
  }
}
