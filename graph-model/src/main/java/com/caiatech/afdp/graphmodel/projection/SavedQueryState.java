package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.SavedQuery;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A saved query as its records tell it so far: the first says whose it is, the last of that person
/// all else. What others say under its id does not count.
///
/// @param first absent before the first record
/// @param last the first one, where no further one counts
record SavedQueryState(@Nullable SubjectRecord first, @Nullable SubjectRecord last)
    implements EntityState {
  private static final String BEGUN = "BEGUN";
  private static final String SAVED = "SAVED";

  static boolean isFedBy(RecordBody body) {
    return body instanceof SavedQuery;
  }

  static SavedQueryState restored(Map<String, SubjectRecord> madeOf) {
    return new SavedQueryState(madeOf.get(BEGUN), madeOf.get(SAVED));
  }

  @Override
  public SavedQueryState after(SubjectRecord next) {
    if (first == null) {
      return new SavedQueryState(next, next);
    }
    return query(next).follows(query(first)) ? new SavedQueryState(first, next) : this;
  }

  @Override
  public SortedMap<String, SubjectRecord> madeOf() {
    SortedMap<String, SubjectRecord> madeOf = new TreeMap<>();
    if (first != null && last != null) {
      madeOf.put(BEGUN, first);
      madeOf.put(SAVED, last);
    }
    return madeOf;
  }

  @Override
  public List<Fact> facts(SubjectId subject) {
    FactCollector collector = new FactCollector();
    if (first != null && last != null) {
      String urn = Urns.savedQuery(subject);
      SavedQuery query = query(last);
      collector.node(
          NodeKind.SAVED_QUERY,
          urn,
          new PropertyMap()
              .with(Properties.SAVED_QUERY_ID, subject.value())
              .with(Properties.NAME, query.name())
              .with(Properties.PURPOSE, query.purpose())
              .with(Properties.DOCUMENT, query.document())
              .with(Properties.VARIABLES, query.variables())
              .with(Properties.SHARED_WITH, query.sharedWith())
              .with(Properties.SAVED_AT, first.record().header().timestamp())
              .with(Properties.CHANGED_AT, last.record().header().timestamp()));
      collector.person(EdgeKind.SAVED_BY, urn, query.savedBy(), first);
    }
    return collector.facts();
  }

  private static SavedQuery query(SubjectRecord source) {
    return (SavedQuery) source.record().body();
  }
}
