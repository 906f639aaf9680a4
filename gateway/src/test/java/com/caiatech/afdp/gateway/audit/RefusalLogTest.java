package com.caiatech.afdp.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final PersonId ANN = new PersonId("p_" + "a".repeat(32));
  private static final PersonId BEN = new PersonId("p_" + "b".repeat(32));
  private static final long MOST = 1 << 20;

  @TempDir Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private RefusalLog open(long most) {
    return RefusalLog.open(folder, most, registry, Clock.systemUTC());
  }

  private static RefusedMutation refused(PersonId person, RefusalReason reason, Instant at) {
    return new RefusedMutation(
        at,
        person,
        "[viewer]",
        "startDeployment",
        reason,
        Scope.parse("production", "cart"),
        new UUID(1, 2),
        null);
  }

  /// The log after these were refused and it was closed.
  private void logged(RefusedMutation... refusals) throws IOException {
    try (RefusalLog log = open(MOST)) {
      List.of(refusals).forEach(log::add);
    }
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (RefusalLog log = open(MOST)) {
      for (String line : log.read(0, 1_000).lines().lines().toList()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(it -> it.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
  }

  /// What is wrong with the chain of all lines.
  private static Optional<String> problem(List<byte[]> lines) {
    RefusalChain chain = RefusalChain.fromWhatIsThere();
    return lines.stream().map(chain::take).flatMap(Optional::stream).findFirst();
  }

  private List<byte[]> written() throws IOException {
    return Files.readString(file()).lines().map(it -> it.getBytes(StandardCharsets.UTF_8)).toList();
  }

  @Test
  void aLineTellsWhoWasRefusedWhatAndWhy() throws IOException {
    logged(refused(ANN, RefusalReason.FORBIDDEN, NOW));
    assertThat(Files.readString(file()))
        .isEqualTo(
            """
            {"sequence":1,"previous":"%s","kind":"refused","at":"2026-03-01T10:00:00Z",\
            "until":"2026-03-01T10:00:00Z","count":1,"person":"%s","grants":"[viewer]",\
            "mutation":"startDeployment","reason":"FORBIDDEN","environment":"production",\
            "service":"cart","request":"00000000-0000-0001-0000-000000000002"}
            """
                .formatted("0".repeat(64), ANN.value()));
  }

  @Test
  void thoseAlikeThatComeTogetherAreOneLine() throws IOException {
    logged(
        refused(ANN, RefusalReason.FORBIDDEN, NOW),
        refused(BEN, RefusalReason.FORBIDDEN, NOW),
        refused(ANN, RefusalReason.FORBIDDEN, NOW.plusSeconds(1)),
        refused(ANN, RefusalReason.CONFLICT, NOW));
    assertThat(lines())
        .extracting(it -> it.path("person").asText() + it.path("reason").asText())
        .containsExactly(
            ANN.value() + "FORBIDDEN", BEN.value() + "FORBIDDEN", ANN.value() + "CONFLICT");
    assertThat(lines().getFirst().path("count").asInt()).isEqualTo(2);
    assertThat(lines().getFirst().path("until").asText()).isEqualTo("2026-03-01T10:00:01Z");
  }

  @Test
  void theChainGoesOnAfterAnotherStart() throws IOException {
    logged(refused(ANN, RefusalReason.FORBIDDEN, NOW));
    logged(refused(BEN, RefusalReason.FORBIDDEN, NOW));
    assertThat(lines()).extracting(it -> it.path("sequence").asInt()).containsExactly(1, 2);
    assertThat(problem(written())).isEmpty();
  }

  @Test
  void whateverIsChangedLeftOutOrPutInBetweenIsFound() throws IOException {
    for (int i = 0; i < 4; i++) {
      logged(refused(ANN, RefusalReason.FORBIDDEN, NOW.plusSeconds(i)));
    }
    List<byte[]> good = written();
    assertThat(problem(good)).isEmpty();
    for (int i = 0; i < good.size() - 1; i++) {
      List<byte[]> changed = new ArrayList<>(good);
      changed.set(
          i,
          new String(good.get(i), StandardCharsets.UTF_8)
              .replace("FORBIDDEN", "CONFLICT")
              .getBytes(StandardCharsets.UTF_8));
      assertThat(problem(changed)).as("line %d changed", i).isPresent();
      List<byte[]> twice = new ArrayList<>(good);
      twice.add(i, good.get(i));
      assertThat(problem(twice)).as("line %d twice", i).isPresent();
      if (i > 0) {
        List<byte[]> without = new ArrayList<>(good);
        without.remove(i);
        assertThat(problem(without)).as("without line %d", i).isPresent();
      }
    }
    assertThat(problem(good.subList(1, 4))).as("the first was moved away").isEmpty();
  }

  @Test
  void aKeptHeadShowsWhatWasCutOffAtTheEndOrWrittenAnew() throws IOException {
    logged(refused(ANN, RefusalReason.FORBIDDEN, NOW));
    logged(refused(ANN, RefusalReason.CONFLICT, NOW));
    RefusalChain.Head kept;
    try (RefusalLog log = open(MOST)) {
      kept = log.read(0, 1).head();
    }
    assertThat(RefusalChain.Head.parse(kept.toString())).isEqualTo(kept);
    List<byte[]> cut = written().subList(0, 1);
    RefusalChain chain = RefusalChain.fromWhatIsThere();
    assertThat(chain.take(cut.getFirst())).isEmpty();
    assertThat(chain.head().sequence()).isLessThan(kept.sequence());
  }

  @Test
  void whatACrashLeftOfALineIsCutOffAndTold() throws IOException {
    logged(refused(ANN, RefusalReason.FORBIDDEN, NOW));
    Files.writeString(file(), "{\"sequence\":2,\"prev", StandardOpenOption.APPEND);
    logged(refused(BEN, RefusalReason.FORBIDDEN, NOW));
    assertThat(lines())
        .extracting(it -> it.path("kind").asText())
        .containsExactly("refused", "resumed", "refused");
    assertThat(lines().get(1).path("tornBytes").asInt()).isEqualTo(19);
    assertThat(problem(written())).isEmpty();
  }

  @Test
  void aFolderIsWrittenByOneGatewayAlone() throws IOException {
    try (RefusalLog _ = open(MOST)) {
      assertThatThrownBy(() -> open(MOST))
          .isInstanceOf(GatewayException.StartFault.class)
          .hasMessageContaining("another uses");
    }
  }

  @Test
  void whatFindsNoSpaceIsCountedAndToldOnceThereIsSome() throws IOException {
    long twoLines = 1_000;
    for (int i = 0; i < 2; i++) {
      try (RefusalLog log = open(twoLines)) {
        log.add(refused(ANN, RefusalReason.FORBIDDEN, NOW));
      }
    }
    try (RefusalLog log = open(twoLines)) {
      log.add(refused(BEN, RefusalReason.FORBIDDEN, NOW));
      await().until(() -> registry.get("gateway.refusals.lost").counter().count() == 1);
      assertThat(log.read(0, 10).head().sequence()).isEqualTo(2);
      Files.delete(folder.resolve("refused-000000000001.jsonl"));
      await().until(() -> log.read(2, 10).lines().contains("\"lost\""));
      assertThat(log.read(0, 10).lines().lines())
          .hasSize(2)
          .last()
          .asString()
          .contains("\"sequence\":3", "\"count\":1");
    }
  }

  @Test
  void whatIsMissingOfTheNewestFileShowsInTheChain() throws IOException {
    logged(refused(ANN, RefusalReason.FORBIDDEN, NOW), refused(BEN, RefusalReason.FORBIDDEN, NOW));
    try (RefusalLog log = open(MOST)) {
      Files.writeString(file(), Files.readString(file()).lines().findFirst().orElseThrow() + "\n");
      log.add(refused(ANN, RefusalReason.CONFLICT, NOW));
      await().until(() -> log.read(0, 10).head().sequence() == 3);
      List<byte[]> left =
          log.read(0, 10).lines().lines().map(it -> it.getBytes(StandardCharsets.UTF_8)).toList();
      assertThat(problem(left)).hasValueSatisfying(it -> assertThat(it).contains("line 2"));
    }
  }

  @Test
  void pagesFollowEachOther() throws IOException {
    for (int i = 0; i < 5; i++) {
      logged(refused(ANN, RefusalReason.FORBIDDEN, NOW.plusSeconds(i)));
    }
    try (RefusalLog log = open(MOST)) {
      List<String> paged = new ArrayList<>();
      for (int after = 0; after < 5; after += 2) {
        paged.addAll(log.read(after, 2).lines().lines().toList());
      }
      assertThat(paged).isEqualTo(Files.readString(file()).lines().toList());
      assertThat(log.read(5, 2).lines()).isEmpty();
      assertThat(log.read(Long.MAX_VALUE - 1, 2).lines()).isEmpty();
    }
  }
}
