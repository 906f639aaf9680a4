package com.caiatech.afdp.infra;

/// What ends a command: its message is the one plain line that the user sees.
public abstract sealed class InfraException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private InfraException(String message, Throwable cause) {
    super(message, cause);
  }

  private InfraException(String message) {
    super(message);
  }

  /// The request was understood and refused, or what it started failed: exit code 1.
  public static final class Refused extends InfraException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }
  }

  /// The command was called wrongly: exit code 2.
  public static final class WrongUsage extends InfraException {
    private static final long serialVersionUID = 1L;

    public WrongUsage(String message) {
      super(message);
    }
  }

  /// Something the platform needs is missing, taken or broken: exit code 1.
  public static final class Unavailable extends InfraException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
      super(message);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// What was asked to be judged cannot be read or judged: exit code 2.
  public static final class NoVerdict extends InfraException {
    private static final long serialVersionUID = 1L;

    public NoVerdict(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
