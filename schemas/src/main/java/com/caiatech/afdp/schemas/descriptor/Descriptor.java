package com.caiatech.afdp.schemas.descriptor;

import com.caiatech.afdp.schemas.id.ServiceName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How one service runs and is checked: the content of `afdp.yaml` at the root of its application
/// repository. {@link DescriptorParser} holds it to the bounds of its JSON Schema and fills in the
/// defaults that stand there.
///
/// @param apiVersion always `afdp/v1`
/// @param drainSeconds how long requests in flight may take to end before an instance is stopped
public record Descriptor(
    String apiVersion,
    ServiceName service,
    Run run,
    Health health,
    int drainSeconds,
    Strategy strategy,
    Checks checks) {
  /// The file's name in the service's folder of the application repository.
  public static final String FILE = "afdp.yaml";

  /// The only value of `apiVersion`.
  public static final String API_VERSION = "afdp/v1";

  /// The process to start.
  ///
  /// @param command program and arguments; `{port}` in an argument becomes the port that the
  ///   instance must listen on
  /// @param portEnv the environment variable that holds the port
  /// @param env further environment variables, in clear: no secrets
  /// @param replicas instances
  /// @param workingDirectory relative to the service's folder in the application's checkout
  public record Run(
      List<String> command,
      String portEnv,
      Map<String, String> env,
      int replicas,
      String workingDirectory) {
    public Run {
      command = List.copyOf(command);
      env = Map.copyOf(env);
    }
  }

  /// How to tell that an instance is ready: an HTTP GET that answers 200 to 299.
  ///
  /// @param timeoutSeconds how long it may take to become ready
  /// @param intervalMillis between two attempts
  public record Health(String path, int timeoutSeconds, int intervalMillis) {}

  /// How traffic moves to the new version.
  public sealed interface Strategy {
    /// The strategy's name.
    String kind();
  }

  /// Replaces instance by instance.
  ///
  /// @param pauses by the number of new instances that serve by then
  public record Rolling(Map<Integer, Pause> pauses) implements Strategy {
    /// Its name.
    public static final String KIND = "rolling";

    public Rolling {
      pauses = Collections.unmodifiableMap(new TreeMap<>(pauses));
    }

    @Override
    public String kind() {
      return KIND;
    }
  }

  /// Starts the new version beside the old one, checks it there, and switches all traffic at once.
  ///
  /// @param scaleDownDelaySeconds how long the old version is kept after the switch
  /// @param beforeSwitch a pause between the checks and the switch
  public record BlueGreen(int scaleDownDelaySeconds, @Nullable Pause beforeSwitch)
      implements Strategy {
    /// Its name.
    public static final String KIND = "blue-green";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /// A stand in a rollout.
  ///
  /// @param seconds how long at most; null for until somebody promotes
  public record Pause(@Nullable Integer seconds) {}

  /// The checks before and after the deployment.
  public record Checks(List<Check> pre, List<Check> post) {
    public Checks {
      pre = List.copyOf(pre);
      post = List.copyOf(post);
    }
  }

  /// One check.
  public sealed interface Check {
    /// The check's name, unique within its stage.
    String name();

    /// How long the whole check may take.
    int timeoutSeconds();
  }

  /// A command that must exit with 0, run in the service's folder of the application's checkout.
  public record CommandCheck(String name, List<String> command, int timeoutSeconds)
      implements Check {
    public CommandCheck {
      command = List.copyOf(command);
    }
  }

  /// HTTP GETs against the service; the answer's status and latency are measured.
  ///
  /// @param path of the service
  /// @param samples how many requests
  /// @param minPassRate share of samples that must answer with the expected status
  /// @param maxLatencyP95Millis 95th percentile that must not be exceeded; absent means any
  public record HttpCheck(
      String name,
      String path,
      int expectStatus,
      int samples,
      double minPassRate,
      @Nullable Integer maxLatencyP95Millis,
      int timeoutSeconds)
      implements Check {}
}
