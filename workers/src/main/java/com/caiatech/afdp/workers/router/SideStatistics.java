package com.caiatech.afdp.workers.router;

/// What a side answered since it was routed to.
///
/// @param requests requests that were answered; without those that the router refused because it is
///   full, and those whose client has left
/// @param errors answers of status 500 and above, and requests that no instance answered
/// @param latencyP50 milliseconds to the head of the answer, over the last 4,096 requests; NaN when
///   there were none
/// @param latencyP95 milliseconds to the head of the answer, over the last 4,096 requests; NaN when
///   there were none
public record SideStatistics(long requests, long errors, double latencyP50, double latencyP95) {}
