package com.caiatech.afdp.schemas.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// How long a test awaits a condition that it gives no limit of its own: long enough for a machine
/// that is ten times as slow as the one on which it was written. JUnit finds it by its name under
/// `META-INF/services`. How long a whole test may take stands in the root's `pom.xml`.
public final class TestPatience implements BeforeAllCallback {
  /// Only what is broken takes as long.
  public static final Duration LONGEST = Duration.ofMinutes(3);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LONGEST);
    // or a thread that one test left fails whichever test happens to wait when it ends
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
  }
}
