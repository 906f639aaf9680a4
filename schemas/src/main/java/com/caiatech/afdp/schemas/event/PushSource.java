package com.caiatech.afdp.schemas.event;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A Git repository that is watched: a volume of a ledger or a source repository. Its full name is
/// the one in webhooks, `ledgers/<volume>` or `repositories/<name>`.
public sealed interface PushSource {
  /// What the full name of a ledger's volume starts with.
  String LEDGERS = "ledgers/";

  /// What the full name of a source repository starts with.
  String REPOSITORIES = "repositories/";

  /// A volume of a ledger.
  record Ledger(VolumeName volume) implements PushSource {
    @Override
    public String fullName() {
      return LEDGERS + volume.value();
    }
  }

  /// A source repository.
  record Source(RepositoryName repository) implements PushSource {
    @Override
    public String fullName() {
      return REPOSITORIES + repository.value();
    }
  }

  /// The name in webhooks and messages.
  @JsonValue
  String fullName();

  /// Reads the full name.
  ///
  /// @throws SchemasException.MalformedInput when it has another form
  @JsonCreator
  static PushSource parse(String fullName) {
    try {
      if (fullName.startsWith(LEDGERS)) {
        return new Ledger(new VolumeName(fullName.substring(LEDGERS.length())));
      }
      if (fullName.startsWith(REPOSITORIES)) {
        return new Source(new RepositoryName(fullName.substring(REPOSITORIES.length())));
      }
    } catch (IllegalArgumentException wrongName) {
      throw new SchemasException.MalformedInput(
          "Repository in a push: " + wrongName.getMessage(), wrongName);
    }
    throw new SchemasException.MalformedInput(
        "Repository in a push: expected ledgers/<volume> or repositories/<name>, found '"
            + (fullName.length() > 100 ? fullName.substring(0, 100) + "…" : fullName)
            + "'");
  }
}
