package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.graphmodel.projection.PropertyMap;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionContext;

/// Writes the commits of one repository, each once and whole: with its parents, people, links and
/// touched files, in one transaction a batch. Commits that are there already are left alone.
///
/// A commit that a message names is related to as a parent is: to a bare node of its id, which is
/// filled when that commit is read. So the relationship is the same whichever of both is read
/// first, and whether the other is ever found: a rebuild, which no longer meets what some branch
/// once held, gives the same graph. Whoever asks is told of those alone that were read.
///
/// People alone belong to several repositories, whose writers would wait for each other: a new
/// person is added before, in a short transaction, and what leads to people is written last.
public final class CommitWriter {
  private static final int MAX_ROWS = 5000;

  private static final String HEADS =
      "MATCH (r:Repository {id: $id}) RETURN coalesce(r.heads, []) AS heads";
  private static final String SET_HEADS =
      """
      MERGE (r:Repository {id: $id})
      SET r.name = $name, r.heads = $heads
      """;

  /// Writers of one repository wait for each other, so that what one finds unknown stays so until
  /// it has written it.
  private static final String LOCK =
      """
      MERGE (r:Repository {id: $id}) ON CREATE SET r.name = $name
      SET r.taken = true REMOVE r.taken
      """;

  private static final String KNOWN =
      """
      UNWIND $part.ids AS id
      MATCH (c:Commit {id: id})
      WHERE c.size IS NOT NULL
      RETURN c.sha AS sha
      """;
  private static final String COMMITS =
      """
      MATCH (r:Repository {id: $repository})
      UNWIND $part.rows AS row
      MERGE (c:Commit {id: row.id})
      SET c = row
      CREATE (c)-[:IN_REPOSITORY]->(r)
      """;

  private static final String RELATED =
      linked(
          "c",
          "MERGE (c:Commit {id: row.id}) ON CREATE SET c = row",
          """
      CALL (commits, ends) {
        UNWIND $part.parents AS row
        WITH commits[row[0]] AS c, ends[row[1]] AS p, row
        CREATE (c)-[:PARENT {n: row[2]}]->(p)
      }
      CALL (commits, ends) {
        UNWIND $part.reverts AS row
        WITH commits[row[0]] AS c, ends[row[1]] AS o
        CREATE (c)-[:REVERTS]->(o)
      }
      CALL (commits, ends) {
        UNWIND $part.picks AS row
        WITH commits[row[0]] AS c, ends[row[1]] AS o
        CREATE (c)-[:CHERRY_PICKED_FROM]->(o)
      }
      """);

  private static final String PEOPLE =
      """
      UNWIND $part.rows AS row
      WITH row WHERE NOT EXISTS { (:Person {id: row.id}) }
      MERGE (p:Person {id: row.id}) ON CREATE SET p = row
      """;
  private static final String NAMED =
      linked(
          "p",
          "MATCH (p:Person {id: row.id})",
          """
      CALL (commits, ends) {
        UNWIND $part.authors AS row
        WITH commits[row[0]] AS c, ends[row[1]] AS p
        CREATE (c)-[:AUTHORED_BY]->(p)
      }
      CALL (commits, ends) {
        UNWIND $part.committers AS row
        WITH commits[row[0]] AS c, ends[row[1]] AS p
        CREATE (c)-[:COMMITTED_BY]->(p)
      }
      CALL (commits, ends) {
        UNWIND $part.coAuthors AS row
        WITH commits[row[0]] AS c, ends[row[1]] AS p, row
        CREATE (c)-[:CO_AUTHORED_BY {n: row[2], sealedName: row[3]}]->(p)
      }
      """);
  private static final String TOUCHED =
      linked(
          "f",
          "MERGE (f:File {id: row.id}) ON CREATE SET f = row",
          """
      CALL (commits, ends) {
        UNWIND $part.touched AS row
        WITH commits[row[0]] AS c, ends[row[1]] AS f, row
        CREATE (c)-[:TOUCHED {change: row[2], renamedFrom: row[3], mode: row[4],
                              modeBefore: row[5], submodule: row[6], added: row[7],
                              deleted: row[8]}]->(f)
      }
      """);

  private final Driver driver;
  private final RepositoryName repository;

  public CommitWriter(Driver driver, RepositoryName repository) {
    this.driver = driver;
    this.repository = repository;
  }

  /// The commits all of whose ancestors are in the graph.
  public Set<CommitId> heads() {
    return driver
        .executableQuery(HEADS)
        .withParameters(Map.of("id", Urns.repository(repository)))
        .execute()
        .records()
        .stream()
        .flatMap(row -> row.get("heads").asList(value -> value.asString()).stream())
        .map(CommitId::new)
        .collect(Collectors.toSet());
  }

  /// Which of the commits are in the graph, and so all their ancestors.
  public Set<CommitId> known(Collection<CommitId> commits) {
    try (Session session = driver.session()) {
      return session.executeRead(transaction -> known(transaction, commits));
    }
  }

  /// Notes that all ancestors of these commits are in the graph.
  public void setHeads(Collection<CommitId> heads) {
    Map<String, Object> parameters =
        Map.of(
            "id", Urns.repository(repository),
            "name", repository.value(),
            "heads", heads.stream().map(CommitId::value).sorted().toList());
    try (Session session = driver.session()) {
      session.executeWriteWithoutResult(
          transaction -> transaction.run(SET_HEADS, parameters).consume());
    }
  }

  /// Writes a batch.
  ///
  /// @return how many of the commits were new
  public int write(List<CommitRow> commits) {
    if (commits.isEmpty()) {
      return 0;
    }
    try (Session session = driver.session()) {
      List<Map<String, Object>> people = people(commits).rows();
      if (!people.isEmpty()) {
        session.executeWriteWithoutResult(transaction -> runRows(transaction, PEOPLE, people));
      }
      return session.executeWrite(transaction -> write(transaction, commits));
    }
  }

  private int write(TransactionContext transaction, List<CommitRow> commits) {
    Map<String, Object> self =
        Map.of("id", Urns.repository(repository), "name", repository.value());
    transaction.run(LOCK, self).consume();
    Set<CommitId> known = known(transaction, commits.stream().map(CommitRow::sha).toList());
    List<CommitRow> fresh =
        commits.stream().filter(commit -> !known.contains(commit.sha())).toList();
    List<Map<String, Object>> rows = new ArrayList<>();
    Links related = new Links("parents", "reverts", "picks");
    Links touched = new Links("touched");
    for (CommitRow commit : fresh) {
      rows.add(properties(repository, commit));
      addRelated(related, commit);
      addTouched(touched, commit);
    }
    runRows(transaction, COMMITS, rows);
    related.parts().forEach(part -> run(transaction, RELATED, part));
    touched.parts().forEach(part -> run(transaction, TOUCHED, part));
    people(fresh).links().forEach(part -> run(transaction, NAMED, part));
    return fresh.size();
  }

  private CommitPeople people(List<CommitRow> commits) {
    CommitPeople people = new CommitPeople();
    commits.forEach(commit -> people.add(urn(commit.sha()), commit));
    return people;
  }

  private Set<CommitId> known(TransactionContext transaction, Collection<CommitId> commits) {
    List<String> ids = commits.stream().map(this::urn).toList();
    return new HashSet<>(
        transaction
            .run(KNOWN, Map.of("part", Map.of("ids", ids)))
            .list(row -> new CommitId(row.get("sha").asString())));
  }

  private void addRelated(Links related, CommitRow commit) {
    long n = 0;
    for (CommitId parent : commit.parents()) {
      n++;
      addOther(related, "parents", commit, parent, n);
    }
    for (CommitId other : commit.message().reverts()) {
      addOther(related, "reverts", commit, other);
    }
    for (CommitId other : commit.message().cherryPickedFrom()) {
      addOther(related, "picks", commit, other);
    }
  }

  private void addOther(
      Links related, String kind, CommitRow commit, CommitId other, Object... says) {
    related.add(kind, urn(commit.sha()), urn(other), bare(other), says);
  }

  private Map<String, Object> bare(CommitId commit) {
    return Map.of(
        Properties.ID, urn(commit),
        Properties.SHA, commit.value(),
        Properties.REPOSITORY, repository.value());
  }

  private void addTouched(Links touched, CommitRow commit) {
    for (TouchedFile file : commit.files()) {
      String id = Urns.file(repository, file.path());
      Map<String, Object> node =
          Map.of(
              Properties.ID, id,
              Properties.REPOSITORY, repository.value(),
              Properties.PATH, file.path());
      CommitId submodule = file.submodule();
      touched.add(
          "touched",
          urn(commit.sha()),
          id,
          node,
          file.change().name(),
          file.renamedFrom(),
          file.mode(),
          file.modeBefore(),
          submodule == null ? null : submodule.value(),
          file.added(),
          file.deleted());
    }
  }

  /// The properties of a commit's node.
  static SortedMap<String, Object> properties(RepositoryName repository, CommitRow commit) {
    CommitMessage message = commit.message();
    CommitTime authored = commit.authored();
    CommitTime committed = commit.committed();
    Sha256 body = message.bodySha256();
    return new PropertyMap()
        .with(Properties.ID, Urns.commit(repository, commit.sha()))
        .with(Properties.SHA, commit.sha().value())
        .with(Properties.REPOSITORY, repository.value())
        .with(Properties.SUBJECT, message.subject())
        .with(Properties.BODY_SHA256, body == null ? null : body.value())
        .with(Properties.TYPE, message.type())
        .with(Properties.SCOPE, message.scope())
        .with(Properties.BREAKING, message.breaking())
        .with(Properties.ISSUE_KEYS, message.issueKeys().isEmpty() ? null : message.issueKeys())
        .with(Properties.AUTHORED_AT, authored == null ? null : authored.at())
        .with(Properties.AUTHORED_ZONE, authored == null ? null : authored.zone())
        .with(Properties.COMMITTED_AT, committed == null ? null : committed.at())
        .with(Properties.COMMITTED_ZONE, committed == null ? null : committed.zone())
        .with(Properties.AUTHOR_NAME, CommitPeople.authorName(commit))
        .with(Properties.COMMITTER_NAME, CommitPeople.committerName(commit))
        .with(Properties.SIZE, commit.size())
        .with(Properties.FILES, (long) commit.files().size())
        .toMap();
  }

  private String urn(CommitId commit) {
    return Urns.commit(repository, commit);
  }

  /// A statement with the parameters of {@link Links}: the places of a row lead to `commits` and
  /// `ends`, which are looked up once, in the order of the parameters.
  ///
  /// @param end a name for the node at the other end
  /// @param find finds or makes that node by its `row`
  /// @param link what is done with the rows of each kind
  private static String linked(String end, String find, String link) {
    return """
    CALL () {
      UNWIND range(0, size($part.commits) - 1) AS place
      MATCH (c:Commit {id: $part.commits[place]})
      WITH c ORDER BY place
      RETURN collect(c) AS commits
    }
    CALL () {
      UNWIND range(0, size($part.ends) - 1) AS place
      WITH place, $part.ends[place] AS row
      %2$s
      WITH %1$s ORDER BY place
      RETURN collect(%1$s) AS ends
    }
    """
            .formatted(end, find)
        + link;
  }

  private void runRows(
      TransactionContext transaction, String statement, List<Map<String, Object>> rows) {
    for (int from = 0; from < rows.size(); from += MAX_ROWS) {
      List<Map<String, Object>> some = rows.subList(from, Math.min(from + MAX_ROWS, rows.size()));
      run(transaction, statement, Map.of("rows", some));
    }
  }

  /// A map hides the sizes of its lists: the server plans a statement anew for each order of
  /// magnitude of a list that is a parameter itself.
  private void run(TransactionContext transaction, String statement, Map<String, Object> part) {
    transaction
        .run(statement, Map.of("repository", Urns.repository(repository), "part", part))
        .consume();
  }
}
