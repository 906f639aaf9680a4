package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.Criterion.Compared;
import com.caiatech.afdp.graphmodel.query.catalogue.Criterion.Flag;
import com.caiatech.afdp.graphmodel.query.catalogue.Criterion.Listed;
import com.caiatech.afdp.graphmodel.query.catalogue.Criterion.Related;
import com.caiatech.afdp.graphmodel.query.catalogue.Criterion.Seen;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.HashMap;
import java.util.Map;

/// The filters of all types: the one place to let lists be narrowed by a field. Values that only
/// some may read are not among them, for whether a list holds an object would tell them.
final class Filters {
  private static final String NAME = "name";

  private final Map<String, Criterion> criteria = new HashMap<>();

  private Filters() {}

  /// By type.
  static Map<String, Filter> all() {
    return Map.ofEntries(
        Map.entry(Labels.DEPLOYMENT, deployment()),
        Map.entry(Labels.ASSERTED_DEPLOYMENT, asserted()),
        Map.entry(DeploymentFields.SOURCE, source()),
        Map.entry(Labels.SERVICE, named()),
        Map.entry(Labels.ENVIRONMENT, named()),
        Map.entry(Labels.REPOSITORY, named()),
        Map.entry(
            Labels.PERSON, new Filters().with(Properties.PERSON_ID, Comparison.TEXT).filter()),
        Map.entry(Labels.COMMIT, commit()),
        Map.entry(Labels.FILE, file()),
        Map.entry(ContentFields.TOUCHED_FILE, touchedFile()),
        Map.entry(Labels.CHECK, check()),
        Map.entry(Labels.APPROVAL, approval()),
        Map.entry(Labels.STEP, step()),
        Map.entry(Labels.RECORD, record()),
        Map.entry(Labels.SIGNING_KEY, signingKey()),
        Map.entry(Labels.TEAM, named()),
        Map.entry(TrafficFields.RUNNING_AT, running()),
        Map.entry(ExposureFields.EXPOSURE, exposure()),
        Map.entry(Labels.INCIDENT, incident()),
        Map.entry(Labels.ANNOTATION, annotation()),
        Map.entry(Labels.SAVED_QUERY, savedQuery()),
        Map.entry(Labels.VIOLATION, violation()),
        Map.entry(UnprovenFields.UNPROVEN, unproven()));
  }

  private static Filter deployment() {
    return new Filters()
        .with(Properties.DEPLOYMENT_ID, Comparison.ID)
        .with(Properties.TYPE, Comparison.of("DeploymentType"))
        .with(Properties.STATUS, Comparison.of("DeploymentStatus"))
        .with("soundness", Comparison.of("RecordsVerdict"), SoundnessFields.RECORDS)
        .with(Comparison.TEXT, Properties.REASON, Properties.STRATEGY, Properties.PLAN_SHA256)
        .with(
            Comparison.WHOLE,
            Properties.SEQUENCE,
            Properties.DURATION_SECONDS,
            Properties.SERVED_AFTER_MILLIS,
            Properties.REQUIRED_APPROVALS)
        .with(
            Comparison.MOMENT, Properties.REQUESTED_AT, Properties.OPENED_AT, Properties.CLOSED_AT)
        .with("startedAt", Comparison.MOMENT, Properties.STARTED_ORDER)
        .place()
        .one("requestedBy", Labels.PERSON, Relationships.REQUESTED_BY)
        .one("previous", Labels.DEPLOYMENT, Relationships.PREVIOUS)
        .one("rollbackOf", Labels.DEPLOYMENT, Relationships.ROLLBACK_OF)
        .one("retryOf", Labels.DEPLOYMENT, Relationships.RETRY_OF)
        .one("undoOf", Labels.DEPLOYMENT, Relationships.UNDO_OF)
        .one("restored", Labels.DEPLOYMENT, Relationships.RESTORED)
        .list("sources", DeploymentFields.SOURCE, Source.out(Relationships.DEPLOYED, Labels.COMMIT))
        .list("shipped", Labels.COMMIT, Source.out(Relationships.SHIPPED, Labels.COMMIT))
        .list("withdrew", Labels.COMMIT, Source.out(Relationships.WITHDREW, Labels.COMMIT))
        .list("checks", Labels.CHECK, Source.in(Relationships.CHECKED, Labels.CHECK))
        .list("approvals", Labels.APPROVAL, Source.in(Relationships.DECIDED, Labels.APPROVAL))
        .list(
            "causedIncidents", Labels.INCIDENT, Source.in(Relationships.CAUSED_BY, Labels.INCIDENT))
        .filter();
  }

  private static Filter asserted() {
    return new Filters()
        .with(Properties.REPORT_ID, Comparison.ID)
        .with(Properties.STATUS, Comparison.of("ReportedStatus"))
        .with(Comparison.TEXT, Properties.VERSION, Properties.DEPLOYER, Properties.EXTERNAL_ID)
        .with(
            Comparison.MOMENT,
            Properties.STARTED_AT,
            Properties.FINISHED_AT,
            Properties.REPORTED_AT)
        .with("happenedAt", Comparison.MOMENT, Properties.STARTED_ORDER)
        .place()
        .one("reportedBy", Labels.PERSON, Relationships.REPORTED_BY)
        .list("shipped", Labels.COMMIT, Source.out(Relationships.SHIPPED, Labels.COMMIT))
        .list("withdrew", Labels.COMMIT, Source.out(Relationships.WITHDREW, Labels.COMMIT))
        .list(
            "causedIncidents", Labels.INCIDENT, Source.in(Relationships.CAUSED_BY, Labels.INCIDENT))
        .filter();
  }

  private static Filter source() {
    Filters source =
        new Filters().with("role", Comparison.of("SourceRole"), Expression.edge(Properties.ROLE));
    source.criteria.put("commit", new Seen(Labels.COMMIT));
    return source.filter();
  }

  private static Filter named() {
    return new Filters().with(Properties.NAME, Comparison.TEXT).filter();
  }

  private static Filter commit() {
    Filters commit =
        new Filters()
            .with(Comparison.TEXT, Properties.SHA, Properties.SUBJECT, Properties.TYPE)
            .with(Properties.SCOPE, Comparison.TEXT)
            .with(Comparison.MOMENT, Properties.AUTHORED_AT, Properties.COMMITTED_AT)
            .with(Properties.ISSUE_KEYS, Comparison.TEXTS)
            .person("author", Relationships.AUTHORED_BY)
            .person("committer", Relationships.COMMITTED_BY)
            .list(
                "coAuthors", Labels.PERSON, Source.out(Relationships.CO_AUTHORED_BY, Labels.PERSON))
            .list(
                "files", ContentFields.TOUCHED_FILE, Source.out(Relationships.TOUCHED, Labels.FILE))
            .list(
                "shippedBy", Labels.DEPLOYMENT, Source.in(Relationships.SHIPPED, Labels.DEPLOYMENT))
            .list(
                "deployedBy",
                Labels.DEPLOYMENT,
                Source.in(Relationships.DEPLOYED, Labels.DEPLOYMENT));
    commit.criteria.put(
        "breaking",
        new Flag(scope -> "coalesce(%s.%s, false)".formatted(scope.node(), Properties.BREAKING)));
    return commit.repository(Source.out(Relationships.IN_REPOSITORY, Labels.REPOSITORY)).filter();
  }

  private static Filter file() {
    return new Filters()
        .with(Properties.PATH, Comparison.PATH)
        .repository(
            Source.lookup(
                Labels.REPOSITORY,
                Properties.NAME,
                file -> file.node() + "." + Properties.REPOSITORY))
        .filter();
  }

  private static Filter touchedFile() {
    return new Filters()
        .with(Properties.PATH, Comparison.PATH)
        .with("change", Comparison.of("FileChange"), Expression.edge(Properties.CHANGE))
        .with("added", Comparison.WHOLE, Expression.edge(Properties.ADDED))
        .with("deleted", Comparison.WHOLE, Expression.edge(Properties.DELETED))
        .filter();
  }

  private static Filter check() {
    return new Filters()
        .with(Comparison.TEXT, Properties.NAME, Properties.REASON)
        .with(Properties.STAGE, Comparison.of("CheckStage"))
        .with(Properties.TYPE, Comparison.of("CheckType"))
        .with(Properties.STATUS, Comparison.of("CheckStatus"))
        .with(Comparison.MOMENT, Properties.STARTED_AT, Properties.ENDED_AT)
        .with(
            Comparison.NUMBER,
            Properties.CPU_USAGE_AVG,
            Properties.LATENCY_P50,
            Properties.LATENCY_P95,
            Properties.PASS_RATE)
        .with(Comparison.WHOLE, Properties.MEMORY_PEAK, Properties.SAMPLES)
        .one("deployment", Labels.DEPLOYMENT, Relationships.CHECKED)
        .filter();
  }

  private static Filter approval() {
    return new Filters()
        .with(Properties.DECISION, Comparison.of("Decision"))
        .with(Comparison.TEXT, Properties.ROLE, Properties.RULE, Properties.REASON)
        .with(Properties.DECIDED_AT, Comparison.MOMENT)
        .one("decidedBy", Labels.PERSON, Relationships.DECIDED_BY)
        .one("deployment", Labels.DEPLOYMENT, Relationships.DECIDED)
        .filter();
  }

  private static Filter step() {
    return new Filters()
        .with(Comparison.TEXT, Properties.NAME, Properties.DETAIL)
        .with(Properties.NUMBER, Comparison.WHOLE)
        .with(Properties.RESULT, Comparison.of("StepResult"))
        .with(Comparison.MOMENT, Properties.STARTED_AT, Properties.ENDED_AT)
        .one("deployment", Labels.DEPLOYMENT, Relationships.STEP_OF)
        .filter();
  }

  private static Filter record() {
    return new Filters()
        .with(Comparison.ID, Properties.RECORD_ID, Properties.SUBJECT_ID)
        .with(
            Comparison.TEXT,
            Properties.KIND,
            Properties.SERIES,
            Properties.VOLUME,
            Properties.VERDICT,
            Properties.LEDGER_COMMIT,
            Properties.SHA256)
        .with(Properties.PATH, Comparison.PATH)
        .with(Properties.INDEX, Comparison.WHOLE)
        .with(Comparison.MOMENT, Properties.HAPPENED_AT, Properties.RECORDED_AT)
        .one("signer", Labels.SIGNING_KEY, Relationships.SIGNED_BY)
        .filter();
  }

  private static Filter running() {
    return new Filters()
        .with("service", Comparison.TEXT, Expression.edge("service"))
        .with("environment", Comparison.TEXT, Expression.edge("environment"))
        .filter();
  }

  private static Filter exposure() {
    Filters exposure = new Filters().place();
    exposure.criteria.put("deployment", new Seen(Labels.DEPLOYMENT));
    exposure.criteria.put("serves", new Flag(ExposureFields::serves));
    return exposure.filter();
  }

  private static Filter signingKey() {
    return new Filters()
        .with(Comparison.TEXT, Properties.FINGERPRINT, Properties.OWNER, Properties.ROLE)
        .filter();
  }

  private static Filter incident() {
    return new Filters()
        .with(Properties.INCIDENT_ID, Comparison.ID)
        .with(Properties.TITLE, Comparison.TEXT)
        .with(Properties.SEVERITY, Comparison.of("Severity"))
        .with(Properties.PHASE, Comparison.of("IncidentPhase"))
        .with(
            Comparison.MOMENT,
            Properties.STARTED_AT,
            Properties.DETECTED_AT,
            Properties.RESOLVED_AT)
        .with(Properties.COMPONENTS, Comparison.TEXTS)
        .one("environment", Labels.ENVIRONMENT, Relationships.IN)
        .one("reportedBy", Labels.PERSON, Relationships.REPORTED_BY)
        .list("services", Labels.SERVICE, Source.out(Relationships.AFFECTED, Labels.SERVICE))
        .list("causedBy", Labels.DEPLOYMENT, Source.out(Relationships.CAUSED_BY, Labels.DEPLOYMENT))
        .filter();
  }

  private static Filter annotation() {
    return new Filters()
        .with(Properties.ANNOTATION_ID, Comparison.ID)
        .with(Properties.TEXT, Comparison.TEXT)
        .with(Comparison.MOMENT, Properties.ANNOTATED_AT, Properties.CHANGED_AT)
        .one("annotatedBy", Labels.PERSON, Relationships.ANNOTATED_BY)
        .filter();
  }

  private static Filter savedQuery() {
    return new Filters()
        .with(Properties.SAVED_QUERY_ID, Comparison.ID)
        .with(Comparison.TEXT, Properties.NAME, Properties.PURPOSE)
        .with(Properties.SHARED_WITH, Comparison.TEXTS)
        .with(Comparison.MOMENT, Properties.SAVED_AT, Properties.CHANGED_AT)
        .one("savedBy", Labels.PERSON, Relationships.SAVED_BY)
        .filter();
  }

  private static Filter violation() {
    Filters violation =
        new Filters()
            .with(
                Comparison.TEXT,
                Properties.KIND,
                Properties.REASON,
                Properties.VOLUME,
                Properties.PATH,
                Properties.SOURCE)
            .with(Properties.INDEX, Comparison.WHOLE)
            .with(Comparison.MOMENT, Properties.RECORDED_AT, Properties.CURED_AT);
    return violation.filter();
  }

  private static Filter unproven() {
    Filters unproven =
        new Filters()
            .with("kind", Comparison.of("UnprovenKind"), UnprovenFields.KIND)
            .with(Properties.RECORDED_AT, Comparison.MOMENT);
    unproven.criteria.put(
        "deployment",
        new Related(
            Labels.DEPLOYMENT, Source.in(Relationships.FOUND, Labels.DEPLOYMENT), Map.of(), false));
    return unproven.filter();
  }

  /// Where it was deployed, which the deployment bears by name as well.
  private Filters place() {
    place("service", Labels.SERVICE, Relationships.OF, Properties.SERVICE);
    place("environment", Labels.ENVIRONMENT, Relationships.TO, Properties.ENVIRONMENT);
    return this;
  }

  private void place(String field, String label, String relationship, String property) {
    criteria.put(
        field, new Related(label, Source.out(relationship, label), Map.of(NAME, property), false));
  }

  private Filters with(Comparison comparison, String... properties) {
    for (String property : properties) {
      with(property, comparison, property);
    }
    return this;
  }

  private Filters with(String property, Comparison comparison) {
    return with(property, comparison, property);
  }

  private Filters with(String field, Comparison comparison, String property) {
    criteria.put(field, new Compared(Expression.node(property), comparison, property));
    return this;
  }

  private Filters with(String field, Comparison comparison, Expression value) {
    criteria.put(field, new Compared(value, comparison, ""));
    return this;
  }

  private Filters one(String field, String label, String relationship) {
    criteria.put(field, new Related(label, Source.out(relationship, label), Map.of(), false));
    return this;
  }

  /// The repository, whose name the object bears as well.
  private Filters repository(Source source) {
    criteria.put(
        "repository",
        new Related(Labels.REPOSITORY, source, Map.of(NAME, Properties.REPOSITORY), false));
    return this;
  }

  /// The one person of that relationship.
  private Filters person(String field, String relationship) {
    criteria.put(
        field, new Related(Labels.PERSON, Source.out(relationship, Labels.PERSON), Map.of(), true));
    return this;
  }

  private Filters list(String field, String type, Source source) {
    criteria.put(field, new Listed(type, source));
    return this;
  }

  private Filter filter() {
    return new Filter(criteria);
  }
}
