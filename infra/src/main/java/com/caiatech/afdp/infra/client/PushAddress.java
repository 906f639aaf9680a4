package com.caiatech.afdp.infra.client;

import com.caiatech.afdp.schemas.id.RepositoryName;
import java.nio.file.Path;

/// Where users push a source repository.
public final class PushAddress {
  private PushAddress() {}

  /// The `git://` address at the platform that runs on the state folder.
  public static String of(Path state, RepositoryName repository) {
    return of(Endpoints.read(state), repository);
  }

  /// The `git://` address at the platform with these endpoints, whose ledgers tell where it serves.
  public static String of(Endpoints endpoints, RepositoryName repository) {
    String ledger = endpoints.ledgers().values().iterator().next();
    return ledger.replaceAll("/ledgers/[^/]+$", "/repositories/" + repository + ".git");
  }
}
