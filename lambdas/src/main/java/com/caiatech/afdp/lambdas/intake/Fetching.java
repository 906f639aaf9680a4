package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.git.BranchFetch;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.source.FetchOutcome;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/// Fetches from where the configuration says, never from where a payload says.
///
/// @param address where a repository is, given its configured address
/// @param access how far an address may lead
record Fetching(Function<PushSource, Optional<URI>> address, Function<String, GitAccess> access) {

  /// @throws LambdasException.Unavailable when the repository does not answer; a retry is safe
  BranchFetch.Outcome ledger(Platform.Volume volume, LedgerMirror mirror) {
    URI uri = address.apply(new PushSource.Ledger(volume.name())).orElse(volume.uri());
    return mirror.fetch(uri, access.apply(uri.toString()));
  }

  /// @throws LambdasException.Unavailable when the repository does not answer; a retry is safe
  FetchOutcome source(Platform.SourceRepository repository, SourceMirror mirror) {
    String uri = uri(repository);
    return answered(repository, mirror.fetch(uri, access.apply(uri)));
  }

  /// Fetches what the mirror lost, too.
  ///
  /// @throws LambdasException.Unavailable when the repository does not answer; a retry is safe
  void sourceAnew(Platform.SourceRepository repository, SourceMirror mirror) {
    String uri = uri(repository);
    answered(repository, mirror.fetchAnew(uri, access.apply(uri)));
  }

  private String uri(Platform.SourceRepository repository) {
    return address
        .apply(new PushSource.Source(repository.name()))
        .orElse(repository.uri())
        .toString();
  }

  private static FetchOutcome answered(Platform.SourceRepository repository, FetchOutcome outcome) {
    return switch (outcome) {
      case FetchOutcome.Fetched fetched -> fetched;
      case FetchOutcome.EmptyRepository empty -> empty;
      case FetchOutcome.NotARepository(String found, String reason) ->
          throw unavailable(repository, found, reason);
      case FetchOutcome.Unreachable(String found, String reason) ->
          throw unavailable(repository, found, reason);
    };
  }

  private static LambdasException unavailable(
      Platform.SourceRepository repository, String found, String reason) {
    return new LambdasException.Unavailable(
        "Fetching repository "
            + repository.name()
            + " from "
            + found
            + " failed: "
            + reason
            + "; nothing was changed, a retry is safe");
  }
}
