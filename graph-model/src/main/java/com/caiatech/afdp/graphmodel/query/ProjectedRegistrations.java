package com.caiatech.afdp.graphmodel.query;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.platform.RecordedRegistration;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;
import org.neo4j.driver.exceptions.value.Uncoercible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registrations that count, from the projected records, each with the bytes that were
/// verified. What was read before is not read again, as long as the same policy judges it.
/// Thread-safe.
public final class ProjectedRegistrations implements Supplier<List<RecordedRegistration>> {
  private static final String READ =
      """
      MATCH (l:Ledger)
      WHERE l.series = 'deployment-manifests'
      RETURN l.volume AS volume, l.size AS size, coalesce(l.policy, '') AS policy
      """;
  private static final String ALL =
      """
      MATCH (:Registration)-[:EVIDENCED_BY]->(r:Record)
      WHERE r.verdict = 'trusted' AND r.body IS NOT NULL
      RETURN properties(r) AS record
      """;
  private static final String NEW =
      """
      MATCH (r:Record)
      WHERE r.volume = $volume AND r.index >= $from AND r.index < $until
        AND r.kind = 'registration' AND r.verdict = 'trusted' AND r.body IS NOT NULL
      RETURN properties(r) AS record
      """;

  private static final Logger LOG = LoggerFactory.getLogger(ProjectedRegistrations.class);

  private final Driver driver;
  private final SharedReading reading = new SharedReading(this::read);
  private Map<String, Read> read = Map.of();
  private volatile List<RecordedRegistration> registrations = List.of();

  /// How far a volume was read, and the digest of the policies by which it was judged.
  private record Read(long size, String policy) {}

  public ProjectedRegistrations(Driver driver) {
    this.driver = driver;
  }

  /// Those that are projected now, in the order of the ledger; the same list while they are the
  /// same. Callers that wait at the same time share the first reading that begins after they asked.
  @Override
  public List<RecordedRegistration> get() {
    reading.await();
    return registrations;
  }

  private void read() {
    try (Session session = driver.session()) {
      registrations = session.executeRead(this::readOn);
    }
  }

  private List<RecordedRegistration> readOn(TransactionContext transaction) {
    Map<String, Read> now = new HashMap<>();
    transaction
        .run(READ)
        .forEachRemaining(
            row ->
                now.put(
                    row.get("volume").asString(),
                    new Read(row.get("size").asLong(), row.get("policy").asString())));
    if (now.equals(read)) {
      return registrations;
    }
    NavigableSet<RecordedRegistration> found =
        follows(now) ? further(transaction, now) : rows(transaction, ALL, Map.of());
    List<RecordedRegistration> standing = firstOfEachId(found);
    read = now;
    return standing.equals(registrations) ? registrations : standing;
  }

  /// Whether what was read before is a beginning of what there is now, judged alike.
  private boolean follows(Map<String, Read> now) {
    return !read.isEmpty()
        && now.entrySet().stream()
            .allMatch(
                volume -> {
                  Read before = read.get(volume.getKey());
                  return before != null
                      && before.policy.equals(volume.getValue().policy)
                      && before.size <= volume.getValue().size;
                });
  }

  private NavigableSet<RecordedRegistration> further(
      TransactionContext transaction, Map<String, Read> now) {
    NavigableSet<RecordedRegistration> all = new TreeSet<>(registrations);
    now.forEach(
        (volume, until) -> {
          long from = read.getOrDefault(volume, new Read(0, "")).size;
          if (from < until.size) {
            all.addAll(
                rows(
                    transaction, NEW, Map.of("volume", volume, "from", from, "until", until.size)));
          }
        });
    return all;
  }

  private static NavigableSet<RecordedRegistration> rows(
      TransactionContext transaction, String statement, Map<String, Object> parameters) {
    NavigableSet<RecordedRegistration> rows = new TreeSet<>();
    transaction
        .run(statement, parameters)
        .forEachRemaining(row -> registration(row.get("record")).ifPresent(rows::add));
    return rows;
  }

  /// The registration, once its body has the digest that was verified. One that somebody put into
  /// the graph by hand says nothing, and keeps nobody from the others.
  private static Optional<RecordedRegistration> registration(Value node) {
    try {
      LedgerRecord record =
          RecordCodec.decodeAgain(
              node.get(Properties.BODY).asString("").getBytes(StandardCharsets.UTF_8),
              new Sha256(node.get(Properties.SHA256).asString("")));
      return record.body() instanceof SourceRegistration registration
          ? Optional.of(
              new RecordedRegistration(
                  new VolumeName(node.get(Properties.VOLUME).asString("")),
                  node.get(Properties.INDEX).asLong(),
                  record.header().recordId(),
                  registration))
          : Optional.empty();
    } catch (SchemasException | IllegalArgumentException | Uncoercible foreign) {
      LOG.warn(
          "Registration {}:{} in the graph is none that was verified and is left out; rebuild the"
              + " graph: {}",
          node.get(Properties.VOLUME),
          node.get(Properties.INDEX),
          foreign.getMessage());
      return Optional.empty();
    }
  }

  private static List<RecordedRegistration> firstOfEachId(
      NavigableSet<RecordedRegistration> inOrder) {
    Set<RecordId> seen = new HashSet<>();
    List<RecordedRegistration> standing = new ArrayList<>();
    for (RecordedRegistration registration : inOrder) {
      if (seen.add(registration.recordId())) {
        standing.add(registration);
      }
    }
    return List.copyOf(standing);
  }
}
