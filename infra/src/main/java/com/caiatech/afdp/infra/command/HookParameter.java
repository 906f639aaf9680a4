package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.schemas.id.HookId;
import picocli.CommandLine.Parameters;

/// The first parameter of every command about one webhook.
final class HookParameter {
  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The webhook's id, the end of its URL's path.")
  private HookId id;

  HookId id() {
    return id;
  }
}
