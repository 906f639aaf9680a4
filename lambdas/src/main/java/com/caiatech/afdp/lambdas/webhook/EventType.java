package com.caiatech.afdp.lambdas.webhook;

/// What a delivery tells of.
public enum EventType {
  /// That a branch or a tag was moved, made or deleted.
  PUSH,
  /// That somebody tries the webhook out.
  PING,
  /// Something that concerns nobody here.
  OTHER
}
