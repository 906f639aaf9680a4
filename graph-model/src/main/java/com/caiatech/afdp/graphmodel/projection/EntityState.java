package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.RecordBody;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// What the records of a deployment, ours or asserted, an incident, an annotation, a saved query or
/// a registration say together, as far as they were read. It is made of a few of them, however many
/// there are, and can be made of those again. Immutable.
sealed interface EntityState
    permits DeploymentState,
        IncidentState,
        AssertedState,
        RegistrationState,
        AnnotationState,
        SavedQueryState {
  /// Before the first record.
  static EntityState empty(NodeKind kind) {
    return restored(kind, Map.of());
  }

  /// The state that is made of these records ({@link #madeOf}).
  static EntityState restored(NodeKind kind, Map<String, SubjectRecord> madeOf) {
    return switch (kind) {
      case DEPLOYMENT -> DeploymentState.restored(madeOf);
      case INCIDENT -> IncidentState.restored(madeOf);
      case ASSERTED_DEPLOYMENT -> AssertedState.restored(madeOf);
      case REGISTRATION -> RegistrationState.restored(madeOf);
      case ANNOTATION -> AnnotationState.restored(madeOf);
      case SAVED_QUERY -> SavedQueryState.restored(madeOf);
      case STEP, CHECK, APPROVAL, VERSION ->
          throw new IllegalArgumentException("EntityState: expected an entity, found a " + kind);
    };
  }

  /// Whether such a record has a part in the state, besides what it says for itself.
  static boolean isFedBy(RecordBody body) {
    return DeploymentState.isFedBy(body)
        || IncidentState.isFedBy(body)
        || AssertedState.isFedBy(body)
        || RegistrationState.isFedBy(body)
        || AnnotationState.isFedBy(body)
        || SavedQueryState.isFedBy(body);
  }

  /// The state after a further record, in the order of recorded time.
  EntityState after(SubjectRecord source);

  /// What the state says.
  List<Fact> facts(SubjectId subject);

  /// The records that the state is made of, by the part that each has in it.
  SortedMap<String, SubjectRecord> madeOf();
}
