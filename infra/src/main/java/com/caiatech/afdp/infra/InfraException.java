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

  /// What the command that it ends exits with.
  public abstract ExitCode exitCode();

  /// The request was understood and refused, or what it started failed.
  public static final class Refused extends InfraException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }

    @Override
    public ExitCode exitCode() {
      return ExitCode.REFUSED;
    }
  }

  /// The command was called wrongly.
  public static final class WrongUsage extends InfraException {
    private static final long serialVersionUID = 1L;

    public WrongUsage(String message) {
      super(message);
    }

    @Override
    public ExitCode exitCode() {
      return ExitCode.USAGE;
    }
  }

  /// Something the platform needs is missing, taken or broken.
  public static sealed class Unavailable extends InfraException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
      super(message);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public ExitCode exitCode() {
      return ExitCode.FAILED;
    }
  }

  /// The platform gave no answer: whether it did what it was asked is not known.
  public static final class Unreachable extends Unavailable {
    private static final long serialVersionUID = 1L;

    public Unreachable(String message) {
      super(message);
    }

    public Unreachable(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public ExitCode exitCode() {
      return ExitCode.UNREACHABLE;
    }
  }

  /// What was waited for did not come in time, and may come yet.
  public static final class TimedOut extends Unavailable {
    private static final long serialVersionUID = 1L;

    public TimedOut(String message) {
      super(message);
    }

    @Override
    public ExitCode exitCode() {
      return ExitCode.TIMED_OUT;
    }
  }

  /// What was asked to be judged cannot be read or judged.
  public static final class NoVerdict extends InfraException {
    private static final long serialVersionUID = 1L;

    public NoVerdict(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public ExitCode exitCode() {
      return ExitCode.USAGE;
    }
  }
}
