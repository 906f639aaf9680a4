package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.RecordKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// All that the trusted records of one subject say: a pure function of the set of records, whatever
/// the order in which they arrived.
///
/// Of several trusted attempts at one record the first by its place in the ledger is the standing
/// one; the others say nothing while it is trusted.
public final class SubjectFacts {
  private SubjectFacts() {}

  /// The facts of the subject.
  public static List<Fact> of(SubjectId subject, Collection<SubjectRecord> records) {
    Set<RecordId> seen = new HashSet<>();
    List<SubjectRecord> deployment = new ArrayList<>();
    List<SubjectRecord> incident = new ArrayList<>();
    records.stream()
        .sorted(SubjectRecord.PLACE)
        .filter(record -> seen.add(record.recordId()))
        .sorted()
        .forEach(
            record -> family(record.record().header().kind(), deployment, incident).add(record));
    List<Fact> facts = new ArrayList<>();
    if (!deployment.isEmpty()) {
      facts.addAll(new DeploymentFacts(new DeploymentId(subject.uuid()), deployment).facts());
    }
    if (!incident.isEmpty()) {
      facts.addAll(new IncidentFacts(new IncidentId(subject.uuid()), incident).facts());
    }
    return List.copyOf(facts);
  }

  private static List<SubjectRecord> family(
      RecordKind kind, List<SubjectRecord> deployment, List<SubjectRecord> incident) {
    return switch (kind) {
      case DEPLOYMENT_REQUEST,
          MANIFEST_OPENED,
          DEPLOYMENT_STEP,
          MANIFEST_CLOSED,
          CHECK_RESULT,
          APPROVAL_DECISION ->
          deployment;
      case INCIDENT_REPORT, CAUSAL_LINK -> incident;
      case POLICY -> new ArrayList<>();
    };
  }
}
