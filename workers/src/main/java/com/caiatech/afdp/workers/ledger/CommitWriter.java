package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.git.ObjectPack;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.JudgedEntry;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RootSigned;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.CheckedRecord.Placed;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// Makes signed commits that add records, durable in a repository and not yet on its branch.
///
/// Each commit is judged as any verifier would before it is given out: what this worker's key may
/// not sign never reaches the ledger.
final class CommitWriter {
  /// How far this clock may be behind the parent's recorded-at.
  static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private final FileRepository repository;
  private final Series series;
  private final WriterIdentity identity;
  private final PolicySource policies;
  private final Clock clock;

  CommitWriter(
      FileRepository repository,
      Series series,
      WriterIdentity identity,
      PolicySource policies,
      Clock clock) {
    this.repository = repository;
    this.series = series;
    this.identity = identity;
    this.policies = policies;
    this.clock = clock;
  }

  /// What became of records that were to stand in one commit.
  sealed interface Written {
    /// A commit that adds all of them.
    record Commit(Judged judged) implements Written {}

    /// Some would not count; no commit was made of any.
    record Refused(Map<RecordToWrite, WorkersException> reasons) implements Written {}
  }

  /// A commit as it was judged before it was written.
  ///
  /// @param policy the digest of the policies by which it was
  record Judged(JudgedCommit commit, Sha256 policy) {
    private boolean isTrusted() {
      return commit.entries().stream().allMatch(e -> e.verdict() instanceof Verdict.Trusted);
    }

    CommitId id() {
      return commit.commit().id();
    }
  }

  /// Makes a commit on the head that adds the records, which are new.
  ///
  /// @param startsAfter a moment before everything in the volume
  /// @throws WorkersException.LedgerUnavailable when the clock is behind or the disk fails
  Written write(VolumeIndex.Head head, Optional<Instant> startsAfter, List<Placed> records) {
    CommitId parent = head.position().head();
    ObjectId tip = parent == null ? null : ObjectId.fromString(parent.value());
    Instant recordedAt = recordedAt(head.position(), startsAfter, head.datedBy());
    try (ObjectPack pack = new ObjectPack(repository.getObjectDatabase())) {
      Judged judged =
          judged(make(pack, head, tip, records, recordedAt).commit(), head.position(), records);
      if (!judged.isTrusted()) {
        return new Written.Refused(refused(judged.commit(), records));
      }
      pack.write();
      return new Written.Commit(judged);
    } catch (IOException failed) {
      throw new WorkersException.LedgerUnavailable(
          "Adding "
              + records.size()
              + " records to "
              + repository.getDirectory()
              + " failed: "
              + failed.getMessage()
              + "; nothing was written",
          failed);
    }
  }

  private SignedCommit.Made make(
      ObjectPack pack,
      VolumeIndex.Head head,
      @Nullable ObjectId tip,
      List<Placed> records,
      Instant recordedAt)
      throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      return SignedCommit.make(
          pack,
          TreeAddition.of(reader, pack),
          series,
          new SignedCommit.Parent(
              head.position(),
              tip == null ? null : walk.parseCommit(tip).getTree().getId(),
              head.sha256()),
          records,
          recordedAt,
          identity);
    }
  }

  private Instant recordedAt(VolumePosition head, Optional<Instant> startsAfter, long datedBy) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    refuseExpiredKey(now);
    Instant parent =
        Optional.ofNullable(head.recordedAt())
            .or(() -> startsAfter.map(moment -> moment.plusMillis(1)))
            .orElse(null);
    if (parent == null || !now.isBefore(parent)) {
      return now;
    }
    if (now.isBefore(parent.minus(CLOCK_TOLERANCE))) {
      throw new WorkersException.LedgerUnavailable(
          "Writing to "
              + head.volume()
              + ": this machine's clock says "
              + now
              + ", more than 5 s before the Recorded-At "
              + parent
              + " of the commit that begins with entry "
              + datedBy
              + "; nothing was written. Set the clock and try again, or, where that commit is"
              + " wrong, let no key count for its first entry: afdp ledger leave-out "
              + head.volume()
              + " "
              + datedBy);
    }
    return parent;
  }

  /// Trust is positional and no verifier asks a key's expiry: it stops those who sign.
  private void refuseExpiredKey(Instant now) {
    Optional<Instant> expiry = identity.key().publicKey().expiresAt();
    if (expiry.isPresent() && !now.isBefore(expiry.get())) {
      throw new WorkersException.LedgerUnavailable(
          "Writing to "
              + series
              + ": the signing key "
              + identity.key().fingerprint()
              + " expired at "
              + expiry.get()
              + "; nothing was written. Give this worker a new key and grant it by a new policy");
    }
  }

  private Judged judged(LedgerCommit commit, VolumePosition before, List<Placed> records) {
    return policies.judge(
        System.nanoTime(),
        history ->
            new Judged(
                VolumeVerifier.judge(
                    commit, before.recordedAt(), policyWith(history, commit, records)),
                history.digest()),
        Judged::isTrusted);
  }

  private Map<RecordToWrite, WorkersException> refused(JudgedCommit judged, List<Placed> records) {
    Map<String, Finding> findings = new HashMap<>();
    for (JudgedEntry entry : judged.entries()) {
      if (entry.verdict() instanceof Verdict.Violated violated) {
        findings.put(entry.entry().path(), violated.first());
      }
    }
    Map<RecordToWrite, WorkersException> refused = new HashMap<>();
    for (Placed placed : records) {
      Finding finding = findings.get(placed.path().text());
      if (finding != null) {
        refused.put(placed.checked().toWrite(), refusal(judged.commit(), placed, finding));
      }
    }
    return refused;
  }

  private WorkersException refusal(LedgerCommit commit, Placed placed, Finding finding) {
    String message =
        "Writing "
            + placed.path()
            + " to "
            + commit.volume()
            + " with key "
            + identity.key().fingerprint()
            + ": verifiers would call it "
            + finding.kind()
            + " ("
            + reason(commit, placed.checked().record(), finding)
            + "); it was not written";
    boolean unproven =
        finding.kind() == ViolationKind.UNPROVEN_INTENT
            || finding.kind() == ViolationKind.LATE_INTENT;
    return unproven
        ? new WorkersException.IntentNotProven(message)
        : new WorkersException.RecordRefused(message);
  }

  /// What stands against the record. What roots sign and did not count also gets the history's own
  /// reason, since to a verifier its commit is only one by an unknown key.
  private String reason(LedgerCommit commit, LedgerRecord record, Finding finding) {
    if (!(record.body() instanceof RootSigned)) {
      return finding.reason();
    }
    PolicyHistory.Acceptance acceptance =
        beginsPolicies(commit)
            ? policies.opening(commit)
            : policies.get().offer(record, record.header().timestamp());
    return acceptance instanceof PolicyHistory.Acceptance.Refused(String reason)
        ? finding.reason() + "; " + reason
        : finding.reason();
  }

  /// The policy in force once the records stand: a policy among them counts for itself.
  private TrustPolicy policyWith(PolicyHistory known, LedgerCommit commit, List<Placed> records) {
    PolicyHistory then =
        beginsPolicies(commit)
            ? policies.opening(commit)
                    instanceof PolicyHistory.Acceptance.Accepted(PolicyHistory next)
                ? next
                : known
            : known.with(records.stream().map(placed -> placed.checked().record()).toList(), null);
    return then.currentOrNobody();
  }

  /// Whether it is the first commit of a volume that follows another one of the trust policy.
  private static boolean beginsPolicies(LedgerCommit commit) {
    return commit.series() == Series.TRUST_POLICY
        && commit.volume().number() > 1
        && commit.firstIndex() == 0;
  }
}
