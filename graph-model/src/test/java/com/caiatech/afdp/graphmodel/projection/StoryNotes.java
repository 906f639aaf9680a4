package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.SavedQuery;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What people note in a story.
final class StoryNotes {
  private StoryNotes() {}

  /// What somebody notes about a thing: something, something else instead, or nothing any more.
  ///
  /// @param annotation absent for a new one
  /// @param text absent where it is withdrawn
  static SubjectId annotate(
      Story story,
      @Nullable SubjectId annotation,
      Annotation.About about,
      @Nullable String text,
      PersonId person) {
    RequestId request = RequestId.create(story.now);
    SubjectId subject = annotation == null ? new SubjectId(request.uuid()) : annotation;
    story.add(
        subject,
        RecordKind.ANNOTATION,
        LogicalStep.of(Action.ANNOTATE, request),
        Scope.global(),
        new Annotation(about, text, person, null));
    return subject;
  }

  /// Something noted about each, replaced, and withdrawn of one; what others say under the ids of
  /// these does not count.
  static List<SubjectId> annotateEach(
      Story story, IncidentId incident, DeploymentId deployment, SubjectId report) {
    List<Annotation.About> things =
        List.of(
            Annotation.About.incident(incident),
            Annotation.About.deployment(deployment),
            Annotation.About.report(report),
            Annotation.About.commit(Story.REPOSITORY, Story.sha(3)),
            Annotation.About.incident(IncidentId.create(Story.START.minusSeconds(60))));
    List<SubjectId> annotations = new ArrayList<>();
    for (Annotation.About thing : things) {
      annotations.add(
          annotate(story, null, thing, "flaky since " + things.indexOf(thing), Story.ANN));
    }
    annotate(story, annotations.get(0), things.get(0), "vouched for by nobody", Story.BEN);
    annotate(story, annotations.get(0), things.get(0), "flaky no more", Story.ANN);
    annotate(story, annotations.get(1), things.get(1), null, Story.ANN);
    annotate(story, annotations.get(3), things.get(1), "said of another thing", Story.ANN);
    return annotations;
  }

  /// What somebody keeps under a name: a question, another instead, or none any more.
  ///
  /// @param query absent for a new one
  /// @param name absent where it is withdrawn
  static SubjectId saveQuery(
      Story story, @Nullable SubjectId query, @Nullable String name, PersonId person) {
    RequestId request = RequestId.create(story.now);
    SubjectId subject = query == null ? new SubjectId(request.uuid()) : query;
    story.add(
        subject,
        RecordKind.SAVED_QUERY,
        LogicalStep.of(Action.SAVE_QUERY, request),
        Scope.global(),
        name == null
            ? SavedQuery.withdrawn(person)
            : new SavedQuery(
                name,
                "what is " + name,
                "query ($of: ID!) { node(id: $of) { id } }",
                List.of("$of: ID!"),
                List.of("approver"),
                person,
                null));
    return subject;
  }

  /// A question that is kept, one that is replaced, and one that is withdrawn; what others save
  /// under their ids does not count.
  static List<SubjectId> saveQueries(Story story) {
    List<SubjectId> queries =
        Stream.of("kept", "worn", "dropped")
            .map(name -> saveQuery(story, null, name, Story.ANN))
            .toList();
    saveQuery(story, queries.get(0), "stolen", Story.BEN);
    saveQuery(story, queries.get(1), "mended", Story.ANN);
    saveQuery(story, queries.get(2), null, Story.ANN);
    return queries;
  }
}
