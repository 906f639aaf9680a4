package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.DigestRange;
import com.caiatech.afdp.graphmodel.digest.DigestSection;
import com.caiatech.afdp.graphmodel.digest.DigestTree;
import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.infra.runner.GraphRebuild;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RebuildCommandTest {
  private static final GraphDigest REBUILT = digest(section("Approval", null, "1", 1, "true"));

  @Test
  void graphsThatDifferAreToldByLabelAndRange() {
    GraphDigest before =
        digest(
            section("Approval", null, "1", 2, "forged"),
            section("Approval", "DECIDED", "1", 1, "x"));
    GraphRebuild.Outcome outcome = new GraphRebuild.Outcome(before, REBUILT, false);
    assertThat(RebuildCommand.text(outcome).lines())
        .containsExactly(
            "before   " + before.sha256() + "  2 nodes, 1 relationships",
            "rebuilt  " + REBUILT.sha256() + "  1 nodes, 0 relationships",
            "different in",
            "  (:Approval) urn:afdp:1a to urn:afdp:1z: 2 before, 1 after",
            "  (:Approval)-[:DECIDED]-> urn:afdp:1a to urn:afdp:1z: 1 before, 0 after",
            "the graph before stays in use; somebody changed it there, or a repository is away");
    assertThat(RebuildCommand.report(outcome).path("differences").toString())
        .isEqualTo(
            "[{\"label\":\"Approval\",\"relationship\":null,\"from\":\"urn:afdp:1a\","
                + "\"to\":\"urn:afdp:1z\",\"before\":2,\"rebuilt\":1},"
                + "{\"label\":\"Approval\",\"relationship\":\"DECIDED\",\"from\":\"urn:afdp:1a\","
                + "\"to\":\"urn:afdp:1z\",\"before\":1,\"rebuilt\":0}]");
  }

  @Test
  void manyDifferencesAreCutShort() {
    GraphDigest before =
        digest(
            IntStream.range(0, 30)
                .mapToObj(i -> section("Approval", "EVIL" + i, "1", 1, "x"))
                .toArray(DigestSection[]::new));
    List<String> lines =
        RebuildCommand.text(new GraphRebuild.Outcome(before, REBUILT, false)).lines().toList();
    assertThat(lines).hasSize(25);
    assertThat(lines.get(23)).isEqualTo("  and in 11 more, which --json tells");
  }

  @Test
  void graphsThatSayTheSameAreEqual() {
    GraphRebuild.Outcome outcome = new GraphRebuild.Outcome(REBUILT, REBUILT, true);
    assertThat(RebuildCommand.text(outcome)).endsWith("equal: the rebuilt graph is in use");
    assertThat(RebuildCommand.report(outcome).path("differences")).isEmpty();
  }

  private static DigestSection section(
      String label, @Nullable String relationship, String id, long count, String content) {
    return new DigestSection(
        label,
        relationship,
        List.of(
            new DigestRange(
                "urn:afdp:" + id + "a", "urn:afdp:" + id + "z", count, Sha256.ofUtf8(content))));
  }

  private static GraphDigest digest(DigestSection... sections) {
    DigestTree facts =
        new DigestTree(Sha256.ofUtf8(List.of(sections).toString()), List.of(sections));
    return new GraphDigest(
        facts, new DigestTree(Sha256.ofUtf8("none"), List.of()), 0, 0, List.of());
  }
}
