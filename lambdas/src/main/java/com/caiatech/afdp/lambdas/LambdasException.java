package com.caiatech.afdp.lambdas;

import org.jspecify.annotations.Nullable;

/// Root of every fault that the module `lambdas` throws.
///
/// The message says what was attempted, on which thing, what was expected and what was found, and
/// what state remains. The queue hands the message that failed in again.
public abstract sealed class LambdasException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private LambdasException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// A repository or the queue does not answer. Nothing was changed; a retry is safe.
  public static final class Unavailable extends LambdasException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
      super(message, null);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The call's time is over before all was done. What was done stays, and the next call goes on
  /// after it: this is progress and no fault.
  public static final class OutOfTime extends LambdasException {
    private static final long serialVersionUID = 1L;

    public OutOfTime(String message) {
      super(message, null);
    }
  }

  /// A message that names what is not configured, or is no message at all. It fails again until the
  /// configuration changes.
  public static final class Refused extends LambdasException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message, null);
    }
  }

  /// The evidence store cannot be read or written. The graph was not changed; a retry is safe once
  /// the store works.
  public static final class EvidenceFault extends LambdasException {
    private static final long serialVersionUID = 1L;

    public EvidenceFault(String message) {
      super(message, null);
    }

    public EvidenceFault(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The mirror of a repository lacks an object that it should hold. Fetching everything anew may
  /// bring it back.
  public static final class LostObjects extends LambdasException {
    private static final long serialVersionUID = 1L;

    public LostObjects(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Settings that are missing or contradict each other.
  public static final class ConfigurationFault extends LambdasException {
    private static final long serialVersionUID = 1L;

    public ConfigurationFault(String message) {
      super(message, null);
    }

    public ConfigurationFault(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
