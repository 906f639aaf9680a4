package com.caiatech.afdp.graphmodel.digest;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.schemas.id.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes a tree from the digests of nodes and relationships, which come label by label, nodes
/// before what leaves them, each in the order of ids.
final class TreeBuilder {
  /// More than this is the work of somebody who wants to be seen; their digests are held in memory.
  private static final int MOST_FOREIGN = 100_000;

  /// Stands for the nodes themselves among the types of relationships.
  private static final String NODES = "";

  private final List<DigestSection> sections = new ArrayList<>();

  /// By sections that have no ranges yet.
  private final SortedMap<DigestSection, List<byte[]>> foreign = new TreeMap<>();

  private final SortedMap<String, SectionBuilder> open = new TreeMap<>();
  private final SortedMap<String, List<byte[]>> leaving = new TreeMap<>();
  private String label = "";
  private boolean ofNodes;
  private String id = "";
  private int foreigners;

  /// Adds a node.
  void addNode(String nodeLabel, String nodeId, byte[] digest) {
    enter(nodeLabel, true);
    advance(nodeId);
    builder(NODES).add(nodeId, List.of(digest));
  }

  /// Adds a relationship that leaves a node.
  void addRelationship(String startLabel, String type, String startId, byte[] digest) {
    enter(startLabel, false);
    if (!startId.equals(id)) {
      flush();
      advance(startId);
    }
    leaving.computeIfAbsent(type, _ -> new ArrayList<>()).add(digest);
  }

  /// Adds a node that no projection writes, or a relationship that leaves such a node.
  ///
  /// @throws GraphModelException.InconsistentGraph when there are too many
  void addForeign(String foreignLabel, @Nullable String type, byte[] digest) {
    foreigners++;
    if (foreigners > MOST_FOREIGN) {
      throw new GraphModelException.InconsistentGraph(
          "Computing the graph's digest: expected at most "
              + MOST_FOREIGN
              + " nodes and relationships that no projection writes, found more, among them some"
              + " labelled '"
              + foreignLabel
              + "'; nothing was changed; rebuild the graph");
    }
    foreign
        .computeIfAbsent(new DigestSection(foreignLabel, type, List.of()), _ -> new ArrayList<>())
        .add(digest);
  }

  /// The tree of all that was added.
  DigestTree finish() {
    leave();
    foreign.forEach(this::addForeignRange);
    return DigestTree.of(sections);
  }

  private void enter(String nextLabel, boolean nextOfNodes) {
    if (!nextLabel.equals(label) || nextOfNodes != ofNodes) {
      leave();
      label = nextLabel;
      ofNodes = nextOfNodes;
      id = "";
    }
  }

  private void leave() {
    flush();
    open.forEach(
        (type, builder) ->
            sections.add(
                new DigestSection(label, type.equals(NODES) ? null : type, builder.ranges())));
    open.clear();
  }

  private void advance(String next) {
    if (DigestRange.ORDER.compare(id, next) >= 0) {
      throw new GraphModelException.InconsistentGraph(
          "Computing the graph's digest: expected ids of "
              + label
              + " that are unique and in order, found "
              + next
              + " after "
              + id
              + "; nothing was changed; rebuild the graph");
    }
    id = next;
  }

  private void flush() {
    leaving.forEach((type, digests) -> builder(type).add(id, sorted(digests)));
    leaving.clear();
  }

  private SectionBuilder builder(String type) {
    return open.computeIfAbsent(type, _ -> new SectionBuilder());
  }

  private void addForeignRange(DigestSection section, List<byte[]> digests) {
    MessageDigest digest = Sha256.newDigest();
    sorted(digests).forEach(digest::update);
    List<DigestRange> ranges = new ArrayList<>();
    ranges.add(new DigestRange("", "", digests.size(), Sha256.ofDigest(digest.digest())));
    sections.stream()
        .filter(known -> known.compareTo(section) == 0)
        .findFirst()
        .ifPresent(
            known -> {
              ranges.addAll(known.ranges());
              sections.remove(known);
            });
    sections.add(new DigestSection(section.label(), section.relationship(), ranges));
  }

  private static List<byte[]> sorted(List<byte[]> digests) {
    return digests.stream().sorted(Arrays::compareUnsigned).toList();
  }
}
