package com.caiatech.afdp.lambdas.queue;

import java.time.Instant;
import java.util.Optional;

/// A message that was given up, as it stands in the dead-letter queue.
///
/// @param id its id in that queue
/// @param group the message group that it was of
/// @param body its text, as it came
/// @param reason why it was given up
/// @param failedAt when; absent for one that the queue's redrive policy moved
/// @param receives how often it had been received; 0 where that is not known
public record DeadLetter(
    String id,
    String group,
    String body,
    String reason,
    Optional<Instant> failedAt,
    int receives) {}
