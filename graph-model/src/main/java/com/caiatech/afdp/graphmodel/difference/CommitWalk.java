package com.caiatech.afdp.graphmodel.difference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks from two sets of commits of a repository towards their common ancestors, the newest
/// commits first, as `git rev-list --left-right from...to` does, and stops where all that is left
/// is common to both. Used once, by one thread.
///
/// Committers' clocks decide in which order it walks, and where it may stop: no commit that is
/// older than another by more than {@link #SKEW_MILLIS} is taken to be its descendant, once {@link
/// #CONFIRMED_GENERATIONS} further generations say so, too, since some clocks tell nonsense. Where
/// a walk ends early, for want of budget, those commits alone are told that the other side cannot
/// hold.
final class CommitWalk {
  /// How much older than its ancestor a commit may claim to be: a day.
  static final long SKEW_MILLIS = 86_400_000;

  /// How many generations of common ancestors are looked at beyond where the walk could stop.
  static final int CONFIRMED_GENERATIONS = 16;

  private static final long NONSENSE_MILLIS = 60 * SKEW_MILLIS;
  private static final int FROM = 1;
  private static final int TO = 2;
  private static final int BOTH = FROM | TO;
  private static final int FIRST_GENERATIONS = 32;
  private static final int COMMITS_A_GENERATION = 8;

  private final CommitHistory history;
  private final Allowance allowance;
  private final Map<String, Integer> reached = new HashMap<>();
  private final Set<String> frontier = new HashSet<>();
  private final Set<String> unprojected = new HashSet<>();

  /// The last moment at which a commit of the frontier can have been made: when one that follows it
  /// was.
  private final Map<String, Long> followed = new HashMap<>();

  private int generations = FIRST_GENERATIONS;
  private boolean confirmed;

  CommitWalk(CommitHistory history, Allowance allowance) {
    this.history = history;
    this.allowance = allowance;
  }

  /// The commits that one side holds and the other does not.
  ///
  /// @param from those of the first side alone, newest first
  /// @param to those of the second alone
  /// @param whole whether these are all of them
  /// @param unrelated whether the sides have no commit in common; null where that is not known
  /// @param unprojected commits on the way that the projection has not read
  record Walked(
      List<String> from,
      List<String> to,
      boolean whole,
      @Nullable Boolean unrelated,
      List<String> unprojected) {
    Walked {
      from = List.copyOf(from);
      to = List.copyOf(to);
      unprojected = List.copyOf(unprojected);
    }
  }

  Walked walk(Collection<String> from, Collection<String> to) {
    from.forEach(sha -> reach(sha, FROM));
    to.forEach(sha -> reach(sha, TO));
    boolean finished = true;
    Set<String> heads = Set.copyOf(frontier);
    for (Set<String> next = heads.isEmpty() ? next() : heads; !next.isEmpty(); next = next()) {
      if (allowance.isUsedUp()) {
        finished = false;
        break;
      }
      read(next);
    }
    boolean whole = finished && unprojected.isEmpty();
    boolean related = reached.containsValue(BOTH);
    return new Walked(
        alone(FROM, whole),
        alone(TO, whole),
        whole,
        related ? Boolean.FALSE : whole ? Boolean.TRUE : null,
        unprojected.stream().sorted().toList());
  }

  /// Notes that a side holds the commit, and so all its ancestors.
  private void reach(String start, int side) {
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String sha = open.pop();
      int before = reached.getOrDefault(sha, 0);
      if ((before | side) != before) {
        reached.put(sha, before | side);
        CommitHistory.Node node = history.node(sha);
        if (node == null) {
          frontier.add(sha);
        } else {
          meet(sha, node, open);
        }
      }
    }
  }

  private void meet(String sha, CommitHistory.Node node, Deque<String> open) {
    if (!node.projected()) {
      unprojected.add(sha);
    }
    for (String parent : node.parents()) {
      followed.merge(parent, last(sha), Math::max);
      open.push(parent);
    }
  }

  /// The last moment at which the commit can have been made, as far as it can be believed: a clock
  /// that is months behind that of what follows says nothing.
  private long last(String sha) {
    long age = age(sha);
    Long follower = followed.get(sha);
    return follower == null || age >= follower - NONSENSE_MILLIS ? age : follower;
  }

  private void read(Set<String> next) {
    int most = Math.min(generations * COMMITS_A_GENERATION, allowance.left());
    allowance.use(history.read(next, generations / next.size(), most));
    generations = Math.min(2 * generations, CommitHistory.MAX_GENERATIONS);
    for (String sha : List.copyOf(frontier)) {
      CommitHistory.Node node = history.node(sha);
      if (node != null) {
        frontier.remove(sha);
        Deque<String> open = new ArrayDeque<>();
        meet(sha, node, open);
        open.forEach(parent -> reach(parent, sides(sha)));
      }
    }
  }

  private int sides(String sha) {
    return reached.getOrDefault(sha, 0);
  }

  /// Which commits of the frontier to look at: those that are held by the same sides as the newest
  /// one, as far as they are no older than the rest. None once all that is left is common, and too
  /// old to be a descendant of what one side holds alone, or the history was not read so far.
  private Set<String> next() {
    if (!unprojected.isEmpty()) {
      return Set.of();
    }
    boolean open = frontier.stream().anyMatch(sha -> sides(sha) != BOTH);
    long oldest = open ? Long.MIN_VALUE : oldestAlone();
    if (oldest == Long.MAX_VALUE) {
      return Set.of();
    }
    String newest =
        frontier.stream()
            .filter(sha -> age(sha) >= oldest)
            .max(Comparator.comparingLong(this::age).thenComparing(Comparator.reverseOrder()))
            .orElse(null);
    if (newest == null) {
      Set<String> beyond = confirmed ? Set.of() : Set.copyOf(frontier);
      confirmed = true;
      generations = CONFIRMED_GENERATIONS;
      return beyond;
    }
    confirmed = false;
    int side = sides(newest);
    long others =
        frontier.stream()
            .filter(sha -> sides(sha) != side)
            .mapToLong(this::age)
            .max()
            .orElse(Long.MIN_VALUE);
    Set<String> next = new HashSet<>();
    frontier.stream()
        .filter(sha -> sides(sha) == side && age(sha) >= Math.max(others, oldest))
        .forEach(next::add);
    return next;
  }

  /// When the commit says that it was made; of one that says nothing, as if it was the last.
  private long age(String sha) {
    Long clock = history.clock(sha);
    return clock == null ? Long.MAX_VALUE : clock;
  }

  /// The age from which on a commit may be a descendant of what one side holds alone. Those decide
  /// whose ancestors are all common, none of which was made before its parents.
  private long oldestAlone() {
    long oldest = Long.MAX_VALUE;
    for (Map.Entry<String, Integer> entry : reached.entrySet()) {
      CommitHistory.Node node = history.node(entry.getKey());
      if (entry.getValue() != BOTH
          && node != null
          && node.parents().stream().allMatch(parent -> sides(parent) == BOTH)) {
        Long clock = history.clock(entry.getKey());
        long made = clock == null ? Long.MIN_VALUE : clock;
        for (String parent : node.parents()) {
          Long earlier = history.clock(parent);
          made = Math.max(made, earlier == null ? made : earlier);
        }
        oldest = Math.min(oldest, made == Long.MIN_VALUE ? made : made - SKEW_MILLIS);
      }
    }
    return oldest;
  }

  /// The commits that the side holds alone; of a walk that ended early those that cannot be
  /// ancestors of what the other side holds and was not looked at.
  private List<String> alone(int side, boolean whole) {
    long unread = Long.MIN_VALUE;
    if (!whole) {
      for (String sha : frontier) {
        long last = Math.max(age(sha), followed.getOrDefault(sha, Long.MAX_VALUE));
        unread = sides(sha) == side ? unread : Math.max(unread, last);
      }
      for (String sha : unprojected) {
        unread = sides(sha) == side ? unread : Long.MAX_VALUE;
      }
    }
    List<String> alone = new ArrayList<>();
    for (Map.Entry<String, Integer> entry : reached.entrySet()) {
      String sha = entry.getKey();
      Long clock = history.clock(sha);
      boolean certain =
          unread == Long.MIN_VALUE
              || (clock != null
                  && unread < Long.MAX_VALUE - SKEW_MILLIS
                  && clock > unread + SKEW_MILLIS);
      if (entry.getValue() == side && certain) {
        alone.add(sha);
      }
    }
    alone.sort(
        Comparator.comparingLong((String sha) -> history.clock(sha) == null ? 0 : age(sha))
            .reversed()
            .thenComparing(Comparator.reverseOrder()));
    return alone;
  }
}
