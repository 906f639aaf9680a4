package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.record.LedgerRecord;
import java.util.List;

/// Whether an entry of a volume counts. A pure function of the entries and a trust policy.
public sealed interface Verdict {
  /// The entry is a record, signed by a key that may sign it, where it belongs, and whoever caused
  /// it is proven to have meant it.
  ///
  /// @param remarks what is odd about it and takes nothing away
  record Trusted(LedgerRecord record, Signer signer, List<Finding> remarks) implements Verdict {
    public Trusted {
      remarks = List.copyOf(remarks);
    }
  }

  /// The entry does not count.
  ///
  /// @param findings everything that is wrong with it, at least one; what matters most comes first
  record Violated(List<Finding> findings) implements Verdict {
    public Violated {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("Verdict.Violated: expected a finding, found none");
      }
    }

    /// What matters most.
    public Finding first() {
      return findings.getFirst();
    }
  }
}
