package com.caiatech.afdp.workers;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.workers.reason.Reason;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Root of every fault that the module `workers` throws.
///
/// The message says what was attempted, on which thing, what was expected and what was found, and
/// what state remains.
public abstract sealed class WorkersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private WorkersException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// A record that may not be written: its bytes or its place are wrong, or the policy does not let
  /// this worker sign it. It was not written and is refused again.
  public static final class RecordRefused extends WorkersException {
    private static final long serialVersionUID = 1L;

    public RecordRefused(String message) {
      super(message, null);
    }
  }

  /// A record that a person caused and whose proof of intent does not hold, or no longer. It was
  /// not written and is refused again; the person has to state it anew.
  public static final class IntentNotProven extends WorkersException {
    private static final long serialVersionUID = 1L;

    public IntentNotProven(String message) {
      super(message, null);
    }
  }

  /// A volume that cannot be written now (disk, transport, too many conflicts, a clock that is
  /// behind). Records are written once whatever happened: the same call may be made again.
  public static final class LedgerUnavailable extends WorkersException {
    private static final long serialVersionUID = 1L;

    public LedgerUnavailable(String message) {
      super(message, null);
    }

    public LedgerUnavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// A volume that is stopped at a structural fault (a merge, change, deletion, rewrite, bad path,
  /// broken object or one beyond a limit), or that newer software has written to. Nobody may build
  /// on it, and a retry fails until the host's operator has put the branch back to the last good
  /// commit, or the newer software runs.
  public static final class LedgerStopped extends WorkersException {
    private static final long serialVersionUID = 1L;

    public LedgerStopped(String message) {
      super(message, null);
    }

    public LedgerStopped(String message, SchemasException cause) {
      super(message, cause);
    }
  }

  /// A source repository whose fetch takes longer than the caller may wait. The fetch goes on; the
  /// same call may be made again.
  public static final class SourceBusy extends WorkersException {
    private static final long serialVersionUID = 1L;
    private final transient Reason reason;

    public SourceBusy(Reason reason) {
      super(reason.text(), null);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /// Something that a deployment target needs is missing or taken, such as a port. Nothing was
  /// changed. The message is for the log; only the reason may stand in records and histories.
  public static final class TargetUnavailable extends WorkersException {
    private static final long serialVersionUID = 1L;
    private final transient Reason reason;

    public TargetUnavailable(Reason reason) {
      super(reason.text(), null);
      this.reason = reason;
    }

    public TargetUnavailable(Reason reason, Throwable cause) {
      super(reason + ": " + cause, cause);
      this.reason = reason;
    }

    /// @param place the file or folder that it is about
    public TargetUnavailable(Reason reason, Path place, Throwable cause) {
      super(reason + ": " + place + ": " + cause, cause);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /// An operation on a target by a deployment that a newer one has overtaken: its sequence is lower
  /// than the highest seen for that service and environment. Nothing was changed; a retry is
  /// refused again.
  public static final class TargetFenced extends WorkersException {
    private static final long serialVersionUID = 1L;
    private final transient Reason reason;

    public TargetFenced(Reason reason) {
      super(reason.text(), null);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }
}
