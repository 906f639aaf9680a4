package com.caiatech.afdp.infra.trial.tamper;

import java.util.function.Consumer;

/// What a thief does to copies of the ledgers.
///
/// @param expected the finding of the verification
record LedgerAttack(Thief thief, String name, String expected, Consumer<Ledgers> harm) {
  /// Does it, and verifies what is left.
  Outcome carryOut(Loot loot) {
    try (Ledgers ledgers = new Ledgers(loot)) {
      harm.accept(ledgers);
      return new Outcome(thief.toString(), name, expected, ledgers.findings());
    }
  }
}
