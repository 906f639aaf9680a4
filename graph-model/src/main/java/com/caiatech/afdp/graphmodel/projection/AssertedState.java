package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.RecordBody;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What another deployer did, as its report tells it: each report makes a subject of its own, so
/// there is one record where nobody made a subject's id twice; then the first one counts.
record AssertedState(@Nullable SubjectRecord source) implements EntityState {
  private static final String PART = "REPORT";

  static boolean isFedBy(RecordBody body) {
    return body instanceof AssertedDeployment;
  }

  static AssertedState restored(Map<String, SubjectRecord> madeOf) {
    return new AssertedState(madeOf.get(PART));
  }

  @Override
  public AssertedState after(SubjectRecord next) {
    return source == null ? new AssertedState(next) : this;
  }

  @Override
  public SortedMap<String, SubjectRecord> madeOf() {
    return source == null ? Collections.emptySortedMap() : new TreeMap<>(Map.of(PART, source));
  }

  @Override
  public List<Fact> facts(SubjectId subject) {
    FactCollector collector = new FactCollector();
    if (source != null && source.record().body() instanceof AssertedDeployment asserted) {
      put(collector, Urns.assertedDeployment(subject), source, asserted);
    }
    return collector.facts();
  }

  private static void put(
      FactCollector collector, String urn, SubjectRecord source, AssertedDeployment asserted) {
    collector.node(
        NodeKind.ASSERTED_DEPLOYMENT, urn, properties(source.record().header(), asserted));
    ServiceName service = source.record().header().scope().service();
    if (service != null) {
      collector.service(EdgeKind.ASSERTED_OF, urn, service, source);
    }
    EnvironmentName environment = source.record().header().scope().environment();
    if (environment != null) {
      collector.environment(EdgeKind.ASSERTED_TO, urn, environment, source);
    }
    collector.person(EdgeKind.ASSERTED_BY, urn, asserted.reportedBy(), source);
    collector.commit(
        EdgeKind.ASSERTED_DEPLOYED,
        urn,
        asserted.repository(),
        asserted.commitHash(),
        SourceRole.APPLICATION.name(),
        deployed(source, asserted));
  }

  private static PropertyMap properties(Header header, AssertedDeployment asserted) {
    AssertedDeployment.Deployer deployer = asserted.deployer();
    return new PropertyMap()
        .with(Properties.REPORT_ID, header.subject().value())
        .with(Properties.SERVICE, header.scope().serviceText())
        .with(Properties.ENVIRONMENT, header.scope().environmentText())
        .with(Properties.STATUS, asserted.status())
        .with(Properties.VERSION, asserted.version())
        .with(Properties.STARTED_AT, asserted.startedAt())
        .with(Properties.FINISHED_AT, asserted.finishedAt())
        .with(Properties.REPORTED_AT, header.timestamp())
        .with(Properties.STARTED_ORDER, asserted.happenedAt(header.timestamp()))
        .with(Properties.DEPLOYER, deployer.name())
        .with(Properties.EXTERNAL_ID, deployer.externalId())
        .with(Properties.URL, deployer.url());
  }

  /// No worker saw tree and sets: there is nothing to compare, and what was shipped is what the
  /// repository says of the two commits.
  private static PropertyMap deployed(SubjectRecord source, AssertedDeployment asserted) {
    AssertedDeployment.Previous previous = asserted.previous();
    SubjectId report = previous == null ? null : previous.reportId();
    return FactCollector.statedOf(asserted.part(), source)
        .with(
            Properties.PREVIOUS_COMMIT_SHA, previous == null ? null : previous.commitHash().value())
        .with(Properties.PREVIOUS_REPORT_ID, report == null ? null : report.value())
        .with(Properties.RANGE_STATE, RangeState.PENDING);
  }
}
