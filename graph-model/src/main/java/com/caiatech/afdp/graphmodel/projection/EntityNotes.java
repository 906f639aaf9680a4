package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an entity's node keeps so that a further record needs only what it changes.
///
/// @param exists whether the entity has a node
/// @param irregular whether some of its records were contested, or did not count all the time, so
///   that every change needs all of them
/// @param since when its present state began; absent while it has none
/// @param madeOf the records that its state is made of, by the part that each has in it
/// @param last the last record that fed its state
record EntityNotes(
    boolean exists,
    boolean irregular,
    @Nullable Instant since,
    Map<String, SubjectRecord> madeOf,
    @Nullable SubjectRecord last) {
  /// The part of {@link #last} in what the node keeps.
  static final String LAST = "LAST";

  /// Between a part and the id of its record in what the node keeps.
  static final String SEPARATOR = "=";

  static final EntityNotes NONE = new EntityNotes(false, false, null, Map.of(), null);
  static final EntityNotes IRREGULAR = new EntityNotes(true, true, null, Map.of(), null);

  EntityNotes {
    madeOf = Map.copyOf(madeOf);
  }

  /// What the node keeps of a state.
  static EntityNotes of(EntityState state, @Nullable SubjectRecord last) {
    return new EntityNotes(true, false, null, state.madeOf(), last);
  }

  /// Adds what the node keeps to its properties.
  void put(PropertyMap properties) {
    if (irregular) {
      properties.with(Properties.IRREGULAR, true);
    } else if (last != null) {
      List<String> kept = new ArrayList<>();
      madeOf.forEach((part, source) -> kept.add(note(part, source)));
      kept.add(note(LAST, last));
      properties.with(Properties.MADE_OF, kept.stream().sorted().toList());
    }
  }

  private static String note(String part, SubjectRecord source) {
    return part + SEPARATOR + Urns.record(source.volume(), source.index());
  }
}
