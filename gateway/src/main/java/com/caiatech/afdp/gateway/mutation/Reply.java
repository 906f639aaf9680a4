package com.caiatech.afdp.gateway.mutation;

/// What became of a call to the workers.
sealed interface Reply<T> {
  /// They answered.
  record Answered<T>(T answer) implements Reply<T> {}

  /// No workflow runs under that id: there never was one, or it has ended.
  record NotRunning<T>() implements Reply<T> {}

  /// Another request was sent under that id.
  record OtherInput<T>() implements Reply<T> {}

  /// Nobody answered in time, so it is not known whether the request took effect.
  record Unknown<T>(String why) implements Reply<T> {}
}
