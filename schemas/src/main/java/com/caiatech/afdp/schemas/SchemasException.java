package com.caiatech.afdp.schemas;

import org.jspecify.annotations.Nullable;

/// Root of every fault that the module `schemas` throws.
///
/// Expected outcomes (a bad signature, an unknown key, a problem found by a schema) are returned as
/// sealed values; what is thrown is a fault: input that cannot be read at all, a key that cannot be
/// used, a ledger whose structure is broken, settings that contradict each other. The message says
/// what was attempted, on which thing, what was expected and what was found, and what state
/// remains.
public abstract sealed class SchemasException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private SchemasException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Bytes or text that are not what their format demands. Nothing was changed; the same input
  /// fails again.
  public static final class MalformedInput extends SchemasException {
    private static final long serialVersionUID = 1L;

    public MalformedInput(String message) {
      this(message, null);
    }

    public MalformedInput(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// Input that is larger, longer or deeper than a limit of ours. Nothing was changed; the message
  /// names the limit.
  public static final class LimitExceeded extends SchemasException {
    private static final long serialVersionUID = 1L;

    public LimitExceeded(String message) {
      this(message, null);
    }

    public LimitExceeded(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// A key or a pepper that cannot be read, written, generated or used.
  public static final class KeyFault extends SchemasException {
    private static final long serialVersionUID = 1L;

    public KeyFault(String message) {
      this(message, null);
    }

    public KeyFault(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// A ledger that cannot be read or written for an outer reason (disk, transport, a lock). The
  /// message says whether a retry is safe.
  public static final class LedgerFault extends SchemasException {
    private static final long serialVersionUID = 1L;

    public LedgerFault(String message) {
      this(message, null);
    }

    public LedgerFault(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// Settings that are incomplete, unknown or contradict each other; a restart with corrected
  /// settings is safe.
  public static final class ConfigurationFault extends SchemasException {
    private static final long serialVersionUID = 1L;

    public ConfigurationFault(String message) {
      this(message, null);
    }

    public ConfigurationFault(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// A mirror of a deployed repository that cannot be read or written (the disk, a damaged object).
  /// A mirror holds only copies: a retry is safe.
  public static final class SourceFault extends SchemasException {
    private static final long serialVersionUID = 1L;

    public SourceFault(String message) {
      this(message, null);
    }

    public SourceFault(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// Something that newer software wrote, under a signature that may write it: this software cannot
  /// judge it and goes no further. Nothing was changed; go on with newer software.
  public static final class NewerThanSoftware extends SchemasException {
    private static final long serialVersionUID = 1L;

    public NewerThanSoftware(String message) {
      super(message, null);
    }
  }
}
