package com.caiatech.afdp.gateway.people;

import com.caiatech.afdp.schemas.id.PersonId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The people who can sign in, by the name under which others mention them.
public final class PeopleDirectory {
  private final Map<String, PersonId> ids = new HashMap<>();
  private final Map<PersonId, String> displayNames = new HashMap<>();

  /// One of them.
  ///
  /// @param name as in `@name`
  public record Entry(PersonId id, String name, String displayName) {}

  public PeopleDirectory(List<Entry> entries) {
    for (Entry entry : entries) {
      ids.putIfAbsent(entry.name(), entry.id());
      displayNames.putIfAbsent(entry.id(), entry.displayName());
    }
  }

  /// The person whom others mention by that name.
  public Optional<PersonId> mentioned(String name) {
    return Optional.ofNullable(ids.get(name));
  }

  /// The name to show; personal.
  public Optional<String> displayName(PersonId id) {
    return Optional.ofNullable(displayNames.get(id));
  }
}
