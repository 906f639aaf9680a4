package com.caiatech.afdp.graphmodel.difference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.SimpleQueryRunner;

/// Tells what differs between the commits of two sides, role by role and repository by repository.
/// All of one search share what was read of a repository, and one allowance.
final class SourceDifferences {
  private final SimpleQueryRunner transaction;
  private final Allowance allowance;
  private final Map<String, CommitHistory> histories = new HashMap<>();

  SourceDifferences(SimpleQueryRunner transaction, Allowance allowance) {
    this.transaction = transaction;
    this.allowance = allowance;
  }

  private record Place(String role, String repository) implements Comparable<Place> {
    static Place of(DeployedCommit deployed) {
      return new Place(deployed.role(), deployed.repository());
    }

    @Override
    public int compareTo(Place other) {
      int byRole = role.compareTo(other.role);
      return byRole == 0 ? repository.compareTo(other.repository) : byRole;
    }
  }

  /// Whether both sides deployed the same commits with the same trees in every role.
  static boolean isSame(List<DeployedCommit> from, List<DeployedCommit> to) {
    return told(from).equals(told(to));
  }

  private static Set<List<@Nullable String>> told(List<DeployedCommit> deployed) {
    return deployed.stream()
        .map(
            it -> {
              List<@Nullable String> told = new ArrayList<>();
              told.add(it.role());
              told.add(it.repository());
              told.add(it.sha());
              told.add(it.tree());
              return told;
            })
        .collect(Collectors.toSet());
  }

  /// The maps that the catalogue tells of, in the order of roles and repositories.
  List<Map<String, Object>> told(List<DeployedCommit> from, List<DeployedCommit> to) {
    TreeSet<Place> places = new TreeSet<>();
    Stream.of(from, to).flatMap(List::stream).map(Place::of).forEach(places::add);
    List<Map<String, Object>> told = new ArrayList<>();
    for (Place place : places) {
      Map<String, Object> source = told(place, in(place, from), in(place, to));
      source.put("place", (long) told.size());
      told.add(source);
    }
    return told;
  }

  private static List<DeployedCommit> in(Place place, List<DeployedCommit> deployed) {
    return deployed.stream().filter(it -> Place.of(it).equals(place)).toList();
  }

  private Map<String, Object> told(
      Place place, List<DeployedCommit> from, List<DeployedCommit> to) {
    Map<String, Object> told = new TreeMap<>();
    told.put("role", place.role());
    told.put("repository", place.repository());
    told.put("fromIds", ids(from));
    told.put("toIds", ids(to));
    told.put(
        "sameTree",
        distinct(from, DeployedCommit::tree).equals(distinct(to, DeployedCommit::tree)));
    told.put("shipped", List.of());
    told.put("withdrew", List.of());
    told.put("unprojected", List.of());
    if (!from.isEmpty() && !to.isEmpty()) {
      compare(told, place, from, to);
    }
    return told;
  }

  private void compare(
      Map<String, Object> told, Place place, List<DeployedCommit> from, List<DeployedCommit> to) {
    CommitHistory history =
        histories.computeIfAbsent(place.repository(), name -> new CommitHistory(transaction, name));
    Stream.of(from, to).flatMap(List::stream).forEach(it -> history.note(it.sha(), it.clock()));
    Set<String> before = distinct(from, DeployedCommit::sha);
    Set<String> after = distinct(to, DeployedCommit::sha);
    if (before.equals(after)) {
      told.put("shippedCount", 0L);
      told.put("withdrewCount", 0L);
      told.put("unrelated", false);
      return;
    }
    CommitWalk.Walked walked = new CommitWalk(history, allowance).walk(before, after);
    told.put("shipped", walked.to().stream().map(history::id).toList());
    told.put("withdrew", walked.from().stream().map(history::id).toList());
    told.put("unprojected", walked.unprojected().stream().map(history::id).toList());
    if (walked.whole()) {
      told.put("shippedCount", (long) walked.to().size());
      told.put("withdrewCount", (long) walked.from().size());
    } else if (walked.unprojected().isEmpty()) {
      String cut = allowance.cut();
      if (cut != null) {
        told.put("truncatedBy", cut);
      }
    }
    Boolean unrelated = walked.unrelated();
    if (unrelated != null) {
      told.put("unrelated", unrelated);
    }
  }

  private static List<String> ids(List<DeployedCommit> deployed) {
    return deployed.stream().map(DeployedCommit::deployment).sorted().distinct().toList();
  }

  private static Set<String> distinct(
      List<DeployedCommit> deployed, Function<DeployedCommit, @Nullable String> value) {
    return deployed.stream()
        .map(value)
        .map(String::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
