package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.embedded.QueueServer;
import com.caiatech.afdp.infra.state.Ports;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The two queues that the functions work with: that of pushes, and that of the messages that were
/// given up.
///
/// @param pushes the queue of pushes
/// @param deadLetters the queue of messages that were given up
public record PlatformQueues(QueueConfiguration pushes, QueueConfiguration deadLetters) {
  private static final String PUSHES = "pushes.fifo";
  private static final String DEAD_LETTERS = "pushes-dead.fifo";

  /// The account that the embedded service knows.
  private static final String ACCOUNT = "/000000000000/";

  /// After how many receives the queue itself gives a message up. The function does before, with
  /// the reason; a message that gets here killed it each time.
  private static final int RECEIVES = 20;

  /// Those of the platform that runs on a state folder.
  ///
  /// @return absent where its queue had no port yet
  public static Optional<PlatformQueues> of(StateLayout layout) {
    return Ports.load(layout.ports())
        .known("queue")
        .map(port -> at(URI.create("http://127.0.0.1:" + port)));
  }

  /// Those that the environment variables of the functions name.
  public static PlatformQueues read(Map<String, String> environment) {
    return new PlatformQueues(
        QueueConfiguration.read(environment), QueueConfiguration.readDeadLetters(environment));
  }

  static PlatformQueues at(URI endpoint) {
    return new PlatformQueues(queue(endpoint, PUSHES), queue(endpoint, DEAD_LETTERS));
  }

  private static QueueConfiguration queue(URI endpoint, String name) {
    return new QueueConfiguration(
        endpoint + ACCOUNT + name, QueueServer.REGION, Optional.of(endpoint));
  }

  /// Makes both.
  ///
  /// @param visibility how long a message that was received and not deleted stays hidden
  void create(QueueServer server, Duration visibility) {
    String dead = server.fifoQueue(DEAD_LETTERS, visibility);
    server.fifoQueue(PUSHES, visibility, dead, RECEIVES);
  }
}
