package com.caiatech.afdp.schemas.trust;

/// Whether a record is proven to be meant by the person who caused it.
public sealed interface IntentVerdict {
  /// The statement fits the record, counted when the ledger took it, and every kind of proof that
  /// the policy asks for holds.
  record Proven() implements IntentVerdict {}

  /// No person caused the record.
  record NotNeeded() implements IntentVerdict {}

  /// The record says that a person caused it, and that is not proven.
  record Unproven(String reason) implements IntentVerdict {}

  /// It is proven, and was recorded after the statement had expired.
  record Late(String reason) implements IntentVerdict {}
}
