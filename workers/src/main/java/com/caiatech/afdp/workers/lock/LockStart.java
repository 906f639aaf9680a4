package com.caiatech.afdp.workers.lock;

import com.caiatech.afdp.schemas.id.DeploymentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a lock's workflow is started and continued with.
public record LockStart(LockSettings settings, State state) {
  /// The start of a lock that nobody holds.
  public static LockStart free(LockSettings settings) {
    return new LockStart(settings, new State(null, List.of(), List.of(), List.of()));
  }

  /// How a lock behaves.
  ///
  /// @param idleMillis how long it waits for another deployment before it ends
  /// @param probeMillis how often it looks whether its holder still runs
  public record LockSettings(long idleMillis, long probeMillis) {
    /// Waits 10 s for another deployment; looks every 20 s.
    public static final LockSettings DEFAULT = new LockSettings(10_000, 20_000);
  }

  /// Who has the lock and who waits.
  ///
  /// @param released the last deployments that gave their place back, or lost it
  /// @param notices what is still to be told
  public record State(
      @Nullable DeploymentId holder,
      List<LockClaim> queue,
      List<DeploymentId> released,
      List<Notice> notices) {
    public State {
      queue = List.copyOf(queue);
      released = List.copyOf(released);
      notices = List.copyOf(notices);
    }
  }

  /// Tells a deployment that another takes its place.
  public record Notice(DeploymentId to, LockClaim by) {}
}
