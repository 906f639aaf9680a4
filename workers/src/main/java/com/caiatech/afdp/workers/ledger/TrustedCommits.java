package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.Verdict;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Commits of a volume whose entries all count by one state of the policies, as they were judged
/// when they were read or made. A deployment's records are looked at again with each of its acts;
/// the commit's id, which covers its bytes, says that they are the same.
///
/// Those that were not asked for longest are forgotten. Safe for use by several threads.
final class TrustedCommits {
  private static final long MOST_BYTES = 2L << 20;

  private final Map<CommitId, JudgedCommit> commits = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /// Keeps the commit, if all of it counts.
  synchronized void add(JudgedCommit judged) {
    if (judged.entries().stream().allMatch(it -> it.verdict() instanceof Verdict.Trusted)
        && commits.put(judged.commit().id(), judged) == null) {
      bytes += bytes(judged);
    }
    for (Iterator<JudgedCommit> eldest = commits.values().iterator(); bytes > MOST_BYTES; ) {
      bytes -= bytes(eldest.next());
      eldest.remove();
    }
  }

  synchronized Optional<JudgedCommit> get(CommitId commit) {
    return Optional.ofNullable(commits.get(commit));
  }

  private static long bytes(JudgedCommit judged) {
    return judged.commit().files().stream().mapToLong(AddedFile::size).sum();
  }
}
