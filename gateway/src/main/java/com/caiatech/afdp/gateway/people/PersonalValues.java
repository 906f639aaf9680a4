package com.caiatech.afdp.gateway.people;

import com.caiatech.afdp.gateway.security.AccessRules;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.sealing.Opening;
import com.caiatech.afdp.schemas.sealing.PersonalPointers;
import com.caiatech.afdp.schemas.sealing.SealedValue;
import com.caiatech.afdp.schemas.sealing.Sealer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Seals personal values before they leave the gateway, and opens them for those who may read. To
/// everyone else a personal value is absent.
public final class PersonalValues {
  private final AccessRules rules;
  private final Sealer sealer;
  private final PeopleDirectory people;

  public PersonalValues(AccessRules rules, Sealer sealer, PeopleDirectory people) {
    this.rules = rules;
    this.sealer = sealer;
    this.people = people;
  }

  /// The description of an incident, sealed for who writes it in the record that will hold it.
  public String sealedDescription(PersonId author, RecordId record, String description) {
    return sealer.seal(author, record.value(), PersonalPointers.DESCRIPTION, description).text();
  }

  /// The description of an incident in clear.
  ///
  /// @param text as recorded
  /// @param records the ids of the records that may hold it
  public @Nullable String description(Principal reader, String text, List<String> records) {
    if (!SealedValue.isSealed(text)) {
      return text;
    }
    return records.stream()
        .flatMap(record -> opened(reader, text, record, PersonalPointers.DESCRIPTION).stream())
        .findFirst()
        .orElse(null);
  }

  /// The name of a person, from whoever signs in here, else from a commit that they made.
  ///
  /// @param authorName sealed in the commit, null where there is none
  /// @param commit the commit's global id, null where there is none
  public @Nullable String displayName(
      Principal reader, PersonId person, @Nullable String authorName, @Nullable String commit) {
    if (!rules.mayReadPersonalValues(reader)) {
      return null;
    }
    return people
        .displayName(person)
        .or(
            () ->
                authorName == null || commit == null
                    ? Optional.empty()
                    : opened(reader, authorName, commit, PersonalPointers.AUTHOR_NAME))
        .orElse(null);
  }

  private Optional<String> opened(Principal reader, String text, String context, String pointer) {
    if (!rules.mayReadPersonalValues(reader) || !SealedValue.isSealed(text)) {
      return Optional.empty();
    }
    return switch (sealer.open(SealedValue.parse(text), context, pointer)) {
      case Opening.Opened opened -> Optional.of(opened.text());
      case Opening.Erased erased -> Optional.empty();
      case Opening.NotReadable elsewhere -> Optional.empty();
    };
  }
}
