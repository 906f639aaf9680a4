package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.client.Terminal;

/// Says on stderr what goes on when this process is interrupted while it waits.
final class InterruptNote implements AutoCloseable {
  private final Thread hook;

  private InterruptNote(Thread hook) {
    this.hook = hook;
  }

  /// From now on until it is closed.
  static InterruptNote of(String whatGoesOn) {
    Thread hook = new Thread(() -> Terminal.progress("interrupted; " + whatGoesOn), "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    return new InterruptNote(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException interrupted) {
      return; // it is being said
    }
  }
}
