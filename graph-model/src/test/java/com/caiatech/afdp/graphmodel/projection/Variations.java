package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Makes many ledgers of one story: other keys sign its entries, and each volume ends elsewhere.
final class Variations {
  static final List<ProjectedEntry.Signer> SIGNERS =
      List.of(
          new ProjectedEntry.Signer(Story.KEY, "worker", "worker"),
          new ProjectedEntry.Signer(new KeyFingerprint("d".repeat(40)), "worker", "worker"),
          new ProjectedEntry.Signer(new KeyFingerprint("e".repeat(40)), "checker", "checker"));

  private Variations() {}

  /// Another ledger: each entry signed by any of the keys, and each volume cut after any entry.
  static Map<Series, List<ProjectedEntry>> of(
      Map<Series, List<ProjectedEntry>> story, Random random) {
    Map<Series, List<ProjectedEntry>> varied = new EnumMap<>(Series.class);
    story.forEach(
        (series, entries) ->
            varied.put(
                series,
                IntStream.rangeClosed(0, random.nextInt(entries.size()))
                    .mapToObj(entries::get)
                    .map(entry -> signedByAny(entry, random))
                    .toList()));
    return varied;
  }

  /// The same entries, some of which did not count for a while, or do not since a moment, or count
  /// only since one.
  static Map<Series, List<ProjectedEntry>> doubted(
      Map<Series, List<ProjectedEntry>> volumes, Random random) {
    Map<Series, List<ProjectedEntry>> doubted = new EnumMap<>(Series.class);
    volumes.forEach(
        (series, entries) ->
            doubted.put(series, entries.stream().map(it -> doubted(it, random)).toList()));
    return doubted;
  }

  private static ProjectedEntry doubted(ProjectedEntry entry, Random random) {
    if (random.nextInt(3) > 0) {
      return entry;
    }
    Instant from =
        entry.recordedAt().plusMillis(random.nextBoolean() ? 0 : 1 + random.nextInt(4000));
    Instant until = random.nextBoolean() ? null : from.plusMillis(1 + random.nextInt(4000));
    return Story.with(
        entry,
        List.of(new ProjectedEntry.Violation("unknown-key", "not trusted", from, until, true)));
  }

  static ProjectedEntry signedByAny(ProjectedEntry entry, Random random) {
    return Story.with(entry, SIGNERS.get(random.nextInt(SIGNERS.size())), entry.violations());
  }
}
