package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.graphmodel.projection.PropertyMap;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.PersonId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The people whom a batch of commits names, as rows of its statements.
final class CommitPeople {
  private final SortedSet<PersonId> people = new TreeSet<>();
  private final List<Map<String, Object>> authors = new ArrayList<>();
  private final List<Map<String, Object>> committers = new ArrayList<>();
  private final List<Map<String, Object>> coAuthors = new ArrayList<>();

  /// @param id of the commit's node
  void add(String id, CommitRow commit) {
    addOne(authors, id, commit.author());
    addOne(committers, id, commit.committer());
    long n = 0;
    for (CommitPerson person : commit.coAuthors()) {
      n++;
      people.add(person.id());
      Map<String, Object> place =
          new PropertyMap()
              .with(Properties.N, Long.valueOf(n))
              .with(Properties.SEALED_NAME, person.name())
              .toMap();
      coAuthors.add(Map.of("id", id, "person", Urns.person(person.id()), "place", place));
    }
  }

  private void addOne(List<Map<String, Object>> rows, String id, @Nullable CommitPerson person) {
    if (person != null) {
      people.add(person.id());
      rows.add(Map.of("id", id, "person", Urns.person(person.id())));
    }
  }

  /// The people, each once, in the order of their ids.
  List<Map<String, Object>> rows() {
    return people.stream()
        .map(
            id ->
                Map.<String, Object>of(
                    Properties.ID, Urns.person(id), Properties.PERSON_ID, id.value()))
        .toList();
  }

  List<Map<String, Object>> authors() {
    return ordered(authors);
  }

  List<Map<String, Object>> committers() {
    return ordered(committers);
  }

  List<Map<String, Object>> coAuthors() {
    return ordered(coAuthors);
  }

  /// By their people, so that writers of several repositories wait for each other in no circle.
  private static List<Map<String, Object>> ordered(List<Map<String, Object>> rows) {
    return rows.stream()
        .sorted(Comparator.comparing(row -> String.valueOf(row.get("person"))))
        .toList();
  }

  static @Nullable String authorName(CommitRow commit) {
    CommitPerson author = commit.author();
    return author == null ? null : author.name();
  }

  /// Nothing where it is the author's.
  static @Nullable String committerName(CommitRow commit) {
    CommitPerson committer = commit.committer();
    return committer == null || committer.equals(commit.author()) ? null : committer.name();
  }
}
