package com.caiatech.afdp.workers.notification;

/// A channel, and which events it is told.
///
/// @param name unique among the channels; the file of its outbox and its metrics bear it
public record ConfiguredChannel(String name, Filter filter, Channel channel) {}
