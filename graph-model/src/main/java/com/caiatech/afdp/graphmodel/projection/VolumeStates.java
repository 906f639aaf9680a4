package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.neo4j.driver.Driver;
import org.neo4j.driver.QueryConfig;
import org.neo4j.driver.Value;

/// Reads the watermarks of the volumes.
public final class VolumeStates {
  private static final String ONE = "MATCH (l:Ledger {id: $id}) RETURN properties(l) AS ledger";
  private static final String ALL = "MATCH (l:Ledger) RETURN properties(l) AS ledger";

  /// Between a policy's place in the history and a time.
  private static final String SEPARATOR = "=";

  private final Driver driver;

  public VolumeStates(Driver driver) {
    this.driver = driver;
  }

  /// The volume's watermark; its start when nothing of it is projected.
  public VolumeState of(VolumeName volume, Series series) {
    return driver
        .executableQuery(ONE)
        .withParameters(Map.of("id", Urns.ledger(volume)))
        .execute()
        .records()
        .stream()
        .map(row -> read(row.get("ledger")))
        .findFirst()
        .orElseGet(() -> VolumeState.start(volume, series));
  }

  /// The watermarks of all volumes that the graph knows.
  public SortedMap<VolumeName, VolumeState> all() {
    SortedMap<VolumeName, VolumeState> states = new TreeMap<>();
    driver
        .executableQuery(ALL)
        .withConfig(QueryConfig.defaultConfig())
        .execute()
        .records()
        .forEach(
            row -> {
              VolumeState state = read(row.get("ledger"));
              states.put(state.volume(), state);
            });
    return states;
  }

  static VolumeState read(Value ledger) {
    String frontier = ledger.get(Properties.FRONTIER).asString("");
    return new VolumeState(
        new VolumeName(ledger.get(Properties.VOLUME).asString()),
        Series.parse(ledger.get(Properties.SERIES).asString()),
        ledger.get(Properties.SIZE).asLong(),
        ledger.get(Properties.HEAD).isNull()
            ? null
            : new CommitId(ledger.get(Properties.HEAD).asString()),
        ledger.get(Properties.ROOT).isNull()
            ? null
            : new Sha256(ledger.get(Properties.ROOT).asString()),
        frontier.isEmpty()
            ? List.of()
            : Arrays.stream(frontier.split(" ", -1)).map(Sha256::new).toList(),
        ledger.get(Properties.RECORDED_AT).isNull()
            ? null
            : Instant.ofEpochMilli(ledger.get(Properties.RECORDED_AT).asLong()),
        recorded(ledger.get(Properties.RECORDED)),
        ledger.get(Properties.POLICY).isNull()
            ? null
            : new Sha256(ledger.get(Properties.POLICY).asString()));
  }

  static SortedMap<String, Object> properties(VolumeState state) {
    CommitId head = state.head();
    Sha256 root = state.root();
    Sha256 policy = state.policy();
    return new PropertyMap()
        .with(Properties.ID, Urns.ledger(state.volume()))
        .with(Properties.VOLUME, state.volume().value())
        .with(Properties.SERIES, state.series().value())
        .with(Properties.SIZE, state.size())
        .with(Properties.HEAD, head == null ? null : head.value())
        .with(Properties.ROOT, root == null ? null : root.value())
        .with(Properties.RECORDED_AT, state.recordedAt())
        .with(
            Properties.RECORDED,
            state.recorded().entrySet().stream()
                .map(it -> it.getKey() + SEPARATOR + it.getValue().toEpochMilli())
                .toList())
        .with(
            Properties.FRONTIER,
            String.join(" ", state.frontier().stream().map(Sha256::value).toList()))
        .with(Properties.POLICY, policy == null ? null : policy.value())
        .toMap();
  }

  private static SortedMap<Long, Instant> recorded(Value noted) {
    SortedMap<Long, Instant> recorded = new TreeMap<>();
    if (!noted.isNull()) {
      for (String note : noted.asList(Value::asString)) {
        int separator = note.indexOf(SEPARATOR);
        recorded.put(
            Long.valueOf(note.substring(0, separator)),
            Instant.ofEpochMilli(Long.parseLong(note.substring(separator + 1))));
      }
    }
    return recorded;
  }
}
