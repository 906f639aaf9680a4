package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import picocli.CommandLine.Option;

/// How much of a list is wanted.
final class FirstOption {
  private static final int MOST = 100;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "20",
      description = "So many at most, 1 to 100; default: ${DEFAULT-VALUE}.")
  private int first;

  /// @throws InfraException.WrongUsage where it is more than a page, or nothing
  int count() {
    if (first < 1 || first > MOST) {
      throw new InfraException.WrongUsage(
          "--first: expected 1 to %d, found %d".formatted(MOST, first));
    }
    return first;
  }
}
