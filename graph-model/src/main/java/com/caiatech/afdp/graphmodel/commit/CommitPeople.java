package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.PersonId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The people whom a batch of commits names, as parameters of its statements.
final class CommitPeople {
  private static final String AUTHORS = "authors";
  private static final String COMMITTERS = "committers";
  private static final String CO_AUTHORS = "coAuthors";

  private final SortedSet<PersonId> people = new TreeSet<>();
  private final List<Named> named = new ArrayList<>();

  /// @param n place among the co-authors; absent for others
  private record Named(
      PersonId person, String kind, String commit, @Nullable Long n, @Nullable String name) {}

  /// @param id of the commit's node
  void add(String id, CommitRow commit) {
    addOne(AUTHORS, id, commit.author());
    addOne(COMMITTERS, id, commit.committer());
    long n = 0;
    for (CommitPerson person : commit.coAuthors()) {
      n++;
      people.add(person.id());
      named.add(new Named(person.id(), CO_AUTHORS, id, n, person.name()));
    }
  }

  private void addOne(String kind, String id, @Nullable CommitPerson person) {
    if (person != null) {
      people.add(person.id());
      named.add(new Named(person.id(), kind, id, null, null));
    }
  }

  /// The people, each once, in the order of their ids.
  List<Map<String, Object>> rows() {
    return people.stream().map(CommitPeople::row).toList();
  }

  private static Map<String, Object> row(PersonId id) {
    return Map.of(Properties.ID, Urns.person(id), Properties.PERSON_ID, id.value());
  }

  /// What leads to people, in the order of the people, so that writers of several repositories wait
  /// for each other in no circle.
  Collection<Map<String, Object>> links() {
    Links links = new Links(AUTHORS, COMMITTERS, CO_AUTHORS);
    named.sort(Comparator.comparing(Named::person));
    for (Named one : named) {
      links.add(one.kind, one.commit, Urns.person(one.person), row(one.person), one.n, one.name);
    }
    return links.parts();
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
