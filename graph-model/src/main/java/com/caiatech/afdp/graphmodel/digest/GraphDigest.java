package com.caiatech.afdp.graphmodel.digest;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/// The canonical digest of the graph.
///
/// `sha256` covers what entries and repositories say: all nodes and relationships with their
/// properties, of the commits all ancestors of deployed ones. What an observer saw (a rewritten
/// history) has a digest of its own. Pending work and the projection's own notes are outside both.
/// Nodes that say nothing beyond their id (services, environments, people, repositories, files) are
/// covered by the relationships that lead to them.
///
/// @param nodes how many nodes the digest covers by their content
/// @param relationships how many relationships it covers
/// @param pending how many ranges of commits wait for their repository
/// @param cut the projected size of each volume, by name
public record GraphDigest(
    Sha256 sha256,
    Sha256 observationsSha256,
    long nodes,
    long relationships,
    long pending,
    List<ConsistencyToken> cut) {
  /// The one statement that the digest is computed from; its rows have to be given to a {@link
  /// DigestComputation} in their order.
  public static final String STATEMENT = read();

  private static final int FETCH_SIZE = 1000;

  public GraphDigest {
    cut = List.copyOf(cut);
  }

  /// Computes the digest in one read transaction, streaming: memory is bounded by the ids of the
  /// commits.
  ///
  /// @throws GraphModelException.InconsistentGraph when rows come in another order than asked for
  public static GraphDigest compute(Driver driver) {
    SessionConfig config = SessionConfig.builder().withFetchSize(FETCH_SIZE).build();
    try (Session session = driver.session(config)) {
      return session.executeRead(
          transaction -> {
            DigestComputation computation = new DigestComputation();
            Result rows = transaction.run(STATEMENT);
            while (rows.hasNext()) {
              computation.add(rows.next());
            }
            return computation.finish();
          });
    }
  }

  private static String read() {
    try (InputStream file = GraphDigest.class.getResourceAsStream("graph-digest.cypher")) {
      if (file == null) {
        throw new GraphModelException.MissingResource("Reading graph-digest.cypher: absent");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new GraphModelException.MissingResource(
          "Reading graph-digest.cypher failed: " + unreadable, unreadable);
    }
  }
}
