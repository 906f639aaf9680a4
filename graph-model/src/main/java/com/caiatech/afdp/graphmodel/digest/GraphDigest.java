package com.caiatech.afdp.graphmodel.digest;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.time.Duration;
import java.util.List;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.exceptions.Neo4jException;

/// The canonical digest of the graph.
///
/// It covers every node and every relationship that a query can show, with all their labels and
/// properties, whoever wrote them. Outside stand what the software keeps for itself (migrations,
/// locks, how far a volume or repository was read), commits that are no ancestors of deployed ones
/// with what these alone lead to, and work that is pending.
///
/// @param facts what entries and repositories say
/// @param observations what an observer saw, such as a rewritten history
/// @param foreign how many nodes and relationships, among those that are covered, no projection
///   writes: they have other labels, types or ids than the graph knows
/// @param pending how many ranges of commits wait for their repository, and how many records
///   verdicts on deployments wait for
/// @param cut the projected size of each volume, by name
public record GraphDigest(
    DigestTree facts,
    DigestTree observations,
    long foreign,
    long pending,
    List<ConsistencyToken> cut) {
  private static final int FETCH_SIZE = 1000;

  public GraphDigest {
    cut = List.copyOf(cut);
  }

  /// Computes the digest by one statement, streaming.
  ///
  /// @param limit after which it is ended, by the database, which looks now and then, or here
  /// @throws GraphModelException.QueryTimedOut when it takes longer
  /// @throws GraphModelException.GraphUnavailable when the graph does not answer
  /// @throws GraphModelException.InconsistentGraph when the graph holds what has no digest, such as
  ///   two nodes of one id
  public static GraphDigest compute(Driver driver, Duration limit) {
    SessionConfig reading =
        SessionConfig.builder()
            .withDefaultAccessMode(AccessMode.READ)
            .withFetchSize(FETCH_SIZE)
            .build();
    TransactionConfig bounded = TransactionConfig.builder().withTimeout(limit).build();
    long begun = System.nanoTime();
    try (Session session = driver.session(reading)) {
      DigestComputation computation = new DigestComputation();
      Result rows = session.run(DigestStatement.TEXT, DigestStatement.PARAMETERS, bounded);
      while (rows.hasNext()) {
        computation.add(rows.next());
        if (System.nanoTime() - begun > limit.toNanos()) {
          throw new GraphModelException.QueryTimedOut(late(limit));
        }
      }
      return computation.finish();
    } catch (Neo4jException failure) {
      if (GraphModelException.QueryTimedOut.isToldBy(failure)) {
        throw new GraphModelException.QueryTimedOut(late(limit), failure);
      }
      if (GraphModelException.GraphUnavailable.isToldBy(failure)) {
        throw new GraphModelException.GraphUnavailable(
            "Computing the graph's digest: the graph does not answer; asking again is safe",
            failure);
      }
      throw failure;
    }
  }

  private static String late(Duration limit) {
    return "Computing the graph's digest: expected an end within "
        + limit
        + ", found none; nothing was changed; ask again with a longer limit";
  }

  /// The digest of what entries and repositories say.
  public Sha256 sha256() {
    return facts.sha256();
  }

  /// How many nodes {@link #sha256} covers.
  public long nodes() {
    return facts.nodes();
  }

  /// How many relationships {@link #sha256} covers.
  public long relationships() {
    return facts.relationships();
  }
}
