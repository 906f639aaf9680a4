package com.caiatech.afdp.gateway.configuration;

import com.caiatech.afdp.gateway.error.GatewayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How a gateway that stops takes leave of its clients.
///
/// @param notice how long it still takes requests while it says that it is not ready, so that
///   whoever balances load can find out; 0 where nobody does
/// @param drain how long the operations that run then may take to end
public record StopConfiguration(Duration notice, Duration drain) {
  /// For clients that see the gateway's process themselves.
  public static final StopConfiguration ALONE =
      new StopConfiguration(Duration.ZERO, Duration.ofSeconds(5));

  static final Duration DEFAULT_NOTICE = Duration.ofSeconds(10);

  public StopConfiguration {
    List<String> problems = new ArrayList<>();
    if (notice.isNegative()) {
      problems.add("stop.notice: expected no negative duration, found " + notice);
    }
    if (drain.isNegative()) {
      problems.add("stop.drain: expected no negative duration, found " + drain);
    }
    if (!problems.isEmpty()) {
      throw new GatewayException.InvalidConfiguration("StopConfiguration", problems);
    }
  }
}
