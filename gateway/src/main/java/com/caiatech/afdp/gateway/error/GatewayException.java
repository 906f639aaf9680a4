package com.caiatech.afdp.gateway.error;

import com.caiatech.afdp.schemas.Excerpt;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Root of every fault that the module `gateway` throws.
///
/// Only {@link Refused} is shown to a client, as it stands; any other exception that leaves a data
/// fetcher reaches the client as {@link ErrorCode#INTERNAL} with an id, and the log has the rest.
public abstract sealed class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private GatewayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// A request that is answered with an error of the given code. The message and the details are
  /// sent to the client: they must hold nothing that the client may not know.
  public static final class Refused extends GatewayException {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_VALUE = 100;

    private final ErrorCode code;
    private final transient Map<String, Object> details;

    public Refused(ErrorCode code, String message) {
      this(code, message, Map.of(), null);
    }

    public Refused(ErrorCode code, String message, Map<String, Object> details) {
      this(code, message, details, null);
    }

    /// @param details become fields of the error's `extensions` beside `code`
    public Refused(
        ErrorCode code, String message, Map<String, Object> details, @Nullable Throwable cause) {
      super(message, cause);
      this.code = code;
      this.details = Map.copyOf(details);
    }

    /// The refusal to show a value of an enum that newer software wrote into the graph.
    ///
    /// @param field such as `Deployment.status`
    /// @param known the values that the schema has
    public static Refused newer(String field, Collection<String> known, String found) {
      return new Refused(
          ErrorCode.NEWER_THAN_SOFTWARE,
          "%s: expected one of %s, found '%s', which newer software wrote; a newer gateway tells it"
              .formatted(field, known, Excerpt.of(found, LONGEST_VALUE)));
    }

    public ErrorCode code() {
      return code;
    }

    public Map<String, Object> details() {
      return details;
    }
  }

  /// Settings that are missing, unknown, out of range or contradict each other; all of them are
  /// named. Nothing was started.
  public static final class InvalidConfiguration extends GatewayException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidConfiguration(String source, List<String> problems) {
      super(
          "reading the gateway's configuration "
              + source
              + ": "
              + problems.size()
              + " problem(s), nothing was started:\n  "
              + String.join("\n  ", problems),
          null);
      this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
      return problems;
    }
  }

  /// A gateway that could not start or stop; what it had opened is closed again.
  public static final class StartFault extends GatewayException {
    private static final long serialVersionUID = 1L;

    public StartFault(String message) {
      this(message, null);
    }

    public StartFault(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
