package com.caiatech.afdp.graphmodel.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestTreeTest {
  private static final String LABEL = "Check";

  @Test
  void anIdThatComesOrGoesIsNamedWithItsRangeAndNoOther() {
    TreeSet<String> ids =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "urn:afdp:check:%05d".formatted(i))
            .collect(Collectors.toCollection(TreeSet::new));
    DigestTree full = tree(ids);
    assertThat(full.sections().getFirst().ranges()).hasSizeBetween(15, 80);
    for (String id : List.of(ids.first(), "urn:afdp:check:07777", ids.last())) {
      TreeSet<String> fewer = new TreeSet<>(ids);
      fewer.remove(id);
      DigestTree without = tree(fewer);
      assertThat(full.differences(without))
          .singleElement()
          .satisfies(
              difference -> {
                assertThat(difference.from()).isLessThanOrEqualTo(id);
                assertThat(difference.to()).isGreaterThanOrEqualTo(id);
                assertThat(difference.before()).isEqualTo(difference.after() + 1).isLessThan(5000);
              });
      assertThat(without.differences(full)).hasSize(1);
    }
    assertThat(full.differences(tree(ids))).isEmpty();
    assertThat(full).isEqualTo(tree(ids));
  }

  @Test
  void everyEndOfARangeThatGoesIsNamed() {
    TreeSet<String> ids =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "urn:afdp:check:%05d".formatted(i))
            .collect(Collectors.toCollection(TreeSet::new));
    DigestTree full = tree(ids);
    for (DigestRange range : full.sections().getFirst().ranges()) {
      TreeSet<String> fewer = new TreeSet<>(ids);
      fewer.remove(range.to());
      assertThat(full.differences(tree(fewer)))
          .isNotEmpty()
          .anySatisfy(
              difference -> {
                assertThat(difference.from()).isLessThanOrEqualTo(range.to());
                assertThat(difference.to()).isGreaterThanOrEqualTo(range.to());
              });
    }
  }

  @Test
  void aSectionThatOneGraphLacksIsNamedAsAWhole() {
    DigestTree full = tree(new TreeSet<>(List.of("urn:afdp:check:1", "urn:afdp:check:2")));
    DigestTree empty = new TreeBuilder().finish();
    assertThat(full.differences(empty))
        .containsExactly(
            new DigestDifference(LABEL, null, "urn:afdp:check:1", "urn:afdp:check:2", 2, 0));
    assertThat(empty.differences(full))
        .containsExactly(
            new DigestDifference(LABEL, null, "urn:afdp:check:1", "urn:afdp:check:2", 0, 2));
  }

  @Test
  void theOrderInWhichRelationshipsOfANodeComeDoesNotCountAndTheirNumberDoes() {
    byte[] one = Sha256.ofUtf8("one").bytes();
    byte[] other = Sha256.ofUtf8("other").bytes();
    assertThat(relationships(one, other)).isEqualTo(relationships(other, one));
    assertThat(relationships(one, other)).isNotEqualTo(relationships(one, other, other));
  }

  @Test
  void twoNodesOfOneIdHaveNoDigest() {
    TreeBuilder builder = new TreeBuilder();
    builder.addNode(LABEL, "urn:afdp:check:1", Sha256.ofUtf8("one").bytes());
    assertThatThrownBy(
            () -> builder.addNode(LABEL, "urn:afdp:check:1", Sha256.ofUtf8("two").bytes()))
        .isInstanceOf(GraphModelException.InconsistentGraph.class)
        .hasMessage(
            "Computing the graph's digest: expected ids of Check that are unique and in order, found"
                + " urn:afdp:check:1 after urn:afdp:check:1; nothing was changed; rebuild the graph");
  }

  @Test
  void moreForeignNodesThanMemoryIsForHaveNoDigest() {
    TreeBuilder builder = new TreeBuilder();
    byte[] digest = Sha256.ofUtf8("evil").bytes();
    for (int i = 0; i < 100_000; i++) {
      builder.addForeign("Evil", null, digest);
    }
    assertThatThrownBy(() -> builder.addForeign("Evil", null, digest))
        .isInstanceOf(GraphModelException.InconsistentGraph.class)
        .hasMessageContaining(
            "expected at most 100000 nodes and relationships that no projection writes, found more,"
                + " among them some labelled 'Evil'");
  }

  private static DigestTree relationships(byte[]... digests) {
    TreeBuilder builder = new TreeBuilder();
    for (byte[] digest : digests) {
      builder.addRelationship(LABEL, "CHECKED", "urn:afdp:check:1", digest);
    }
    return builder.finish();
  }

  private static DigestTree tree(SortedSet<String> ids) {
    TreeBuilder builder = new TreeBuilder();
    ids.forEach(id -> builder.addNode(LABEL, id, Sha256.ofUtf8(id).bytes()));
    return builder.finish();
  }
}
