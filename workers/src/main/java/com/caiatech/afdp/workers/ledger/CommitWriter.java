package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.CommitTrailers;
import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.JudgedEntry;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.RawCommit;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// Makes signed commits that add records, durable in a repository and not yet on its branch.
///
/// Each commit is judged as any verifier would before it is given out: what this worker's key may
/// not sign never reaches the ledger.
final class CommitWriter {
  /// How far this clock may be behind the parent's recorded-at.
  static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private final Repository repository;
  private final Series series;
  private final WriterIdentity identity;
  private final PolicySource policies;
  private final Clock clock;

  CommitWriter(
      Repository repository,
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

  /// The id of a commit on the head that adds the records, which are new.
  ///
  /// @throws WorkersException.RecordRefused when the policy does not let this key sign them
  /// @throws WorkersException.LedgerUnavailable when the clock is behind or the disk fails
  CommitId write(VolumeIndex.Head head, List<CheckedRecord> records) {
    CommitId parent = head.position().head();
    ObjectId tip = parent == null ? null : ObjectId.fromString(parent.value());
    Instant recordedAt = recordedAt(head.position());
    try (DurableInsertion insertion = DurableInsertion.of(repository, records.size())) {
      ObjectId tree = insertTree(insertion.inserter(), tip, records);
      List<AddedFile> files = SignedCommit.files(records);
      CommitTrailers trailers =
          new CommitTrailers(
              recordedAt,
              head.position().volume(),
              head.position().size(),
              VolumeVerifier.entriesRoot(files),
              head.sha256());
      byte[] raw = SignedCommit.bytes(tree, tip, trailers, SignedCommit.subject(records), identity);
      CommitId id = new CommitId(insertion.inserter().insert(Constants.OBJ_COMMIT, raw).name());
      judge(
          new LedgerCommit(
              series,
              head.position().volume(),
              id,
              RawCommit.parse(raw),
              head.position().size(),
              head.sha256(),
              files),
          head.position(),
          records);
      insertion.finish();
      return id;
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

  private ObjectId insertTree(
      ObjectInserter inserter, @Nullable ObjectId tip, List<CheckedRecord> records)
      throws IOException {
    TreeMap<String, ObjectId> blobs = new TreeMap<>();
    for (CheckedRecord record : records) {
      blobs.put(record.path(), inserter.insert(Constants.OBJ_BLOB, record.toWrite().bytes()));
    }
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      ObjectId parentTree = tip == null ? null : walk.parseCommit(tip).getTree().getId();
      return new TreeAddition(reader, inserter).add(parentTree, blobs);
    }
  }

  private Instant recordedAt(VolumePosition head) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    refuseExpiredKey(now);
    Instant parent = head.recordedAt();
    if (parent == null || !now.isBefore(parent)) {
      return now;
    }
    if (now.isBefore(parent.minus(CLOCK_TOLERANCE))) {
      throw new WorkersException.LedgerUnavailable(
          "Writing to "
              + head.volume()
              + ": this machine's clock says "
              + now
              + ", more than 5 s before the last commit's Recorded-At "
              + parent
              + "; nothing was written. Set the clock and try again");
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

  private void judge(LedgerCommit commit, VolumePosition before, List<CheckedRecord> records) {
    JudgedCommit judged =
        policies.judge(
            System.nanoTime(),
            history ->
                VolumeVerifier.judge(commit, before.recordedAt(), policyWith(history, records)),
            all -> all.entries().stream().allMatch(e -> e.verdict() instanceof Verdict.Trusted));
    for (JudgedEntry entry : judged.entries()) {
      if (entry.verdict() instanceof Verdict.Violated violated) {
        throw new WorkersException.RecordRefused(
            "Writing "
                + entry.entry().path()
                + " to "
                + commit.volume()
                + " with key "
                + identity.key().fingerprint()
                + ": verifiers would call it "
                + violated.first().kind()
                + " ("
                + violated.first().reason()
                + "); nothing was written");
      }
    }
  }

  /// The policy in force once the records stand: a policy among them counts for itself.
  private TrustPolicy policyWith(PolicyHistory known, List<CheckedRecord> records) {
    PolicyHistory history = known;
    for (CheckedRecord record : records) {
      if (record.record().body() instanceof Policy policy
          && history.offer(policy, record.record().header().timestamp())
              instanceof PolicyHistory.Acceptance.Accepted(PolicyHistory next)) {
        history = next;
      }
    }
    return history.currentOrNobody();
  }
}
