package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.PendingRange;
import com.caiatech.afdp.graphmodel.commit.ResolvedRange;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.source.CommitRange;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares what a record says of a tree and a range of commits with what a mirror holds; nothing
/// is fetched or written.
///
/// @param trees the digests of trees that were walked so far
record RangeComparison(SourceMirror mirror, PendingRange range, Map<CommitId, Sha256> trees) {

  /// Whether the mirror does not hold the commit that was deployed before.
  boolean lacksPrevious() {
    CommitId previous = range.previous();
    return previous != null && !mirror.contains(previous);
  }

  /// What the repository says of the range; nothing where it lacks a commit that the range needs.
  ///
  /// @throws com.caiatech.afdp.schemas.SchemasException.SourceFault when the mirror cannot read the
  ///   tree
  Optional<ResolvedRange> compare() {
    Optional<ResolvedRange> sets = sets();
    return sets.isEmpty() || sets.get() instanceof ResolvedRange.Mismatch
        ? sets
        : Optional.of(ofThisTree(sets.get()));
  }

  /// What the repository says of the range where it no longer has the previous commit.
  ///
  /// @throws com.caiatech.afdp.schemas.SchemasException.SourceFault when the mirror cannot read the
  ///   tree
  ResolvedRange vanished() {
    CommitSet recorded = range.shipped();
    Optional<List<CommitId>> shipped =
        recorded == null ? Optional.empty() : mirror.beyondMergeBase(range.commit(), recorded);
    List<CommitId> told = shipped.orElse(List.of());
    return ofThisTree(
        new ResolvedRange.Vanished(
            told,
            mirror.inScope(told, range.part()),
            "the record says that commit "
                + range.previous()
                + " was deployed before, and repository "
                + range.repository()
                + " no longer has it: "
                + (shipped.isPresent()
                    ? "what was shipped is told from the merge base, as the digest of the record"
                        + " proves it; what was withdrawn is not known"
                    : "what was shipped and withdrawn is not known"
                        + (range.asserted()
                            ? ""
                            : ", for no merge base gives the set of the record"))
                + "; push it there from a clone that has it"));
  }

  private ResolvedRange ofThisTree(ResolvedRange resolved) {
    if (range.asserted()) {
      return resolved;
    }
    Sha256 tree = trees.computeIfAbsent(range.commit(), mirror::treeDigest);
    return tree.equals(range.tree())
        ? resolved
        : new ResolvedRange.Mismatch(
            "the record says that the tree of commit "
                + range.commit()
                + " has digest "
                + range.tree()
                + ", the repository gives "
                + tree);
  }

  private Optional<ResolvedRange> sets() {
    CommitId previous = range.previous();
    CommitRange shipped = mirror.range(previous, range.commit());
    if (previous == null) {
      return judgedFirst(shipped, range.shipped());
    }
    CommitRange withdrew = mirror.range(range.commit(), previous);
    Optional<CommitSet> foundShipped = set(shipped);
    Optional<CommitSet> foundWithdrew = set(withdrew);
    if (foundShipped.isEmpty() || foundWithdrew.isEmpty()) {
      return Optional.empty();
    }
    if (range.asserted()) {
      return Optional.of(
          new ResolvedRange.Found(
              foundShipped.get(), foundWithdrew.get(), listed(shipped, withdrew)));
    }
    if (!foundShipped.get().equals(range.shipped())) {
      return Optional.of(mismatch("shipped", range.shipped(), foundShipped.get()));
    }
    if (!foundWithdrew.get().equals(range.withdrew())) {
      return Optional.of(mismatch("withdrew", range.withdrew(), foundWithdrew.get()));
    }
    return shipped instanceof CommitRange.Listed && withdrew instanceof CommitRange.Listed
        ? Optional.of(listed(shipped, withdrew))
        : Optional.of(new ResolvedRange.CountOnly());
  }

  /// Both sets, or none where one of them is too large to be kept.
  private ResolvedRange.Complete listed(CommitRange shipped, CommitRange withdrew) {
    return shipped instanceof CommitRange.Listed listedShipped
            && withdrew instanceof CommitRange.Listed listedWithdrew
        ? complete(listedShipped.commits(), listedWithdrew.commits())
        : complete(List.of(), List.of());
  }

  private ResolvedRange.Complete complete(List<CommitId> shipped, List<CommitId> withdrew) {
    Set<CommitId> inScope = new HashSet<>(mirror.inScope(shipped, range.part()));
    inScope.addAll(mirror.inScope(withdrew, range.part()));
    return new ResolvedRange.Complete(shipped, withdrew, inScope);
  }

  private static Optional<ResolvedRange> judgedFirst(
      CommitRange found, @Nullable CommitSet recorded) {
    return found instanceof CommitRange.First first
        ? Optional.of(
            recorded == null || recorded.count() == first.count()
                ? new ResolvedRange.Complete(List.of(), List.of(), Set.of())
                : new ResolvedRange.Mismatch(
                    "the record says that a first deployment shipped "
                        + recorded.count()
                        + " commits, the repository has "
                        + first.count()))
        : Optional.empty();
  }

  private static Optional<CommitSet> set(CommitRange range) {
    return switch (range) {
      case CommitRange.Listed listed -> Optional.of(new CommitSet(listed.count(), listed.digest()));
      case CommitRange.Summarised summarised ->
          Optional.of(new CommitSet(summarised.count(), summarised.digest()));
      case CommitRange.First ignored -> Optional.empty();
      case CommitRange.Incomplete ignored -> Optional.empty();
    };
  }

  private static ResolvedRange.Mismatch mismatch(
      String what, @Nullable CommitSet recorded, CommitSet found) {
    return new ResolvedRange.Mismatch(
        "the record says that it "
            + what
            + " "
            + (recorded == null
                ? "nothing"
                : recorded.count() + " commits with digest " + recorded.setSha256())
            + ", the repository gives "
            + found.count()
            + " with digest "
            + found.setSha256());
  }
}
