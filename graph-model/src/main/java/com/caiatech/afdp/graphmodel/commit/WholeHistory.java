package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.graphmodel.bulk.GraphSink;
import com.caiatech.afdp.graphmodel.projection.PropertyMap;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Tells the nodes and relationships that {@link CommitWriter} leaves of the commits of one
/// repository.
public final class WholeHistory {
  private final GraphSink sink;
  private final RepositoryName repository;

  public WholeHistory(GraphSink sink, RepositoryName repository) {
    this.sink = sink;
    this.repository = repository;
  }

  /// Takes a commit, each once.
  ///
  /// @param deployed whether it was deployed, or is an ancestor of one that was
  public void add(CommitRow commit, boolean deployed) {
    String id = Urns.commit(repository, commit.sha());
    SortedMap<String, Object> properties = CommitWriter.properties(repository, commit);
    if (deployed) {
      properties.put(Properties.DEPLOYED, true);
    }
    sink.node(Labels.COMMIT, properties);
    sink.relationship(Relationships.IN_REPOSITORY, id, Urns.repository(repository), Map.of());
    long n = 0;
    for (CommitId parent : commit.parents()) {
      n++;
      relate(Relationships.PARENT, id, parent, new PropertyMap().with(Properties.N, n));
    }
    CommitMessage message = commit.message();
    message.reverts().forEach(it -> relate(Relationships.REVERTS, id, it, new PropertyMap()));
    message
        .cherryPickedFrom()
        .forEach(it -> relate(Relationships.CHERRY_PICKED_FROM, id, it, new PropertyMap()));
    commit.files().forEach(file -> touch(id, file));
    name(id, Relationships.AUTHORED_BY, commit.author());
    name(id, Relationships.COMMITTED_BY, commit.committer());
    long place = 0;
    for (CommitPerson person : commit.coAuthors()) {
      place++;
      name(
          id,
          Relationships.CO_AUTHORED_BY,
          person.id(),
          new PropertyMap().with(Properties.N, place).with(Properties.SEALED_NAME, person.name()));
    }
  }

  /// Tells of the repository itself.
  ///
  /// @param heads the commits all of whose ancestors were told
  public void finish(Collection<CommitId> heads) {
    sink.node(
        Labels.REPOSITORY,
        new PropertyMap()
            .with(Properties.ID, Urns.repository(repository))
            .with(Properties.NAME, repository.value())
            .with(Properties.HEADS, heads.stream().map(CommitId::value).sorted().toList())
            .toMap());
  }

  private void relate(String type, String commit, CommitId other, PropertyMap says) {
    String id = Urns.commit(repository, other);
    sink.reference(
        Labels.COMMIT,
        Map.of(
            Properties.ID, id,
            Properties.SHA, other.value(),
            Properties.REPOSITORY, repository.value()));
    sink.relationship(type, commit, id, says.toMap());
  }

  private void touch(String commit, TouchedFile file) {
    String id = Urns.file(repository, file.path());
    CommitId submodule = file.submodule();
    sink.reference(
        Labels.FILE,
        Map.of(
            Properties.ID, id,
            Properties.REPOSITORY, repository.value(),
            Properties.PATH, file.path()));
    sink.relationship(
        Relationships.TOUCHED,
        commit,
        id,
        new PropertyMap()
            .with(Properties.CHANGE, file.change())
            .with(Properties.RENAMED_FROM, file.renamedFrom())
            .with(Properties.MODE, file.mode())
            .with(Properties.MODE_BEFORE, file.modeBefore())
            .with(Properties.SUBMODULE, submodule == null ? null : submodule.value())
            .with(Properties.ADDED, file.added())
            .with(Properties.DELETED, file.deleted())
            .toMap());
  }

  private void name(String commit, String type, @Nullable CommitPerson person) {
    if (person != null) {
      name(commit, type, person.id(), new PropertyMap());
    }
  }

  private void name(String commit, String type, PersonId person, PropertyMap says) {
    String id = Urns.person(person);
    sink.reference(Labels.PERSON, Map.of(Properties.ID, id, Properties.PERSON_ID, person.value()));
    sink.relationship(type, commit, id, says.toMap());
  }
}
