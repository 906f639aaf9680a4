package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A record that counts at another attempt than the standing one, with other bytes, and when in
/// recorded time. The standing record says what counts; that there is another is a violation.
///
/// @param record the further attempt
/// @param standing the record that stands meanwhile
record Contest(SubjectRecord record, SubjectRecord standing, Interval during) {
  /// The order in which the contests of one record are numbered.
  static final Comparator<Contest> ORDER =
      Comparator.comparing(Contest::record, SubjectRecord.PLACE)
          .thenComparing(it -> it.during().since());

  /// All contests among the records. A pure function of them, whatever their order.
  ///
  /// @param records all about one entity that count or counted
  static Set<Contest> among(Collection<BelievedRecord> records) {
    Map<RecordId, List<BelievedRecord>> attempts =
        records.stream().collect(Collectors.groupingBy(it -> it.record().recordId()));
    attempts.values().removeIf(of -> of.size() < 2);
    Set<Contest> contests = new HashSet<>();
    attempts.values().forEach(of -> add(contests, of));
    return contests;
  }

  private static void add(Set<Contest> contests, List<BelievedRecord> attempts) {
    for (BelievedRecord standing : BelievedRecord.standing(attempts)) {
      for (BelievedRecord other : attempts) {
        if (sha256(other).equals(sha256(standing))) {
          continue;
        }
        for (Interval taken : standing.believed()) {
          Interval.within(other.believed(), taken)
              .forEach(
                  during -> contests.add(new Contest(other.record(), standing.record(), during)));
        }
      }
    }
  }

  private static Sha256 sha256(BelievedRecord of) {
    return of.record().record().tree().sha256();
  }

  /// The kind of violation that it is.
  static String kind() {
    return ViolationKind.CONTESTED.code();
  }

  /// What was expected and what was found.
  String reason() {
    return Finding.contested(standing.standing().ref(), record.record().tree().sha256()).reason();
  }
}
