package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.platform.Platform;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Something that the ledgers say has happened.
///
/// @param subject the deployment or the incident
/// @param restored whether a deployment that failed was gone back from, so that those who want to
///   know of rollbacks want to know of it
/// @param happenedAt as the record says
/// @param services none where an incident names none
/// @param environment absent where an incident names none
/// @param values what can be said of it, each in printable characters on one line; what is absent
///   is not known
/// @param sources the commits of a deployment; none where it has no plan
/// @param overtaken tells whether one of its commits has been deployed there again since; it reads
///   every later deployment, so only those ask who need to know
public record Event(
    EventKind kind,
    SubjectId subject,
    boolean restored,
    Instant happenedAt,
    List<ServiceName> services,
    @Nullable EnvironmentName environment,
    Map<Place, String> values,
    List<Source> sources,
    BooleanSupplier overtaken) {
  /// A commit that was deployed, and where the repository is that has it.
  record Source(Platform.SourceRepository repository, CommitId commit) {}

  /// The most characters of one value: texts by people are excerpts of the record.
  static final int LONGEST_VALUE = 500;

  public Event {
    services = List.copyOf(services);
    EnumMap<Place, String> bounded = new EnumMap<>(Place.class);
    values.forEach((place, text) -> bounded.put(place, Excerpt.of(text, LONGEST_VALUE)));
    bounded.put(Place.EVENT, kind.value());
    values = Collections.unmodifiableMap(bounded);
    sources = List.copyOf(sources);
  }

  /// What receivers tell it by: the same however often it is sent, made of its kind and its
  /// subject.
  public String id() {
    return kind.value().replace('.', '_') + "_" + subject;
  }

  /// What is known of a place.
  Optional<String> value(Place place) {
    return Optional.ofNullable(values.get(place));
  }

  /// An event of that kind that never happened, to try a channel.
  public static Event sample(EventKind kind, Instant now) {
    EnumMap<Place, String> values = new EnumMap<>(Place.class);
    kind.places().forEach(place -> values.put(place, "sample " + place.value()));
    values.remove(Place.GATEWAY);
    values.put(Place.SERVICE, "sample");
    values.put(Place.ENVIRONMENT, "sample");
    return new Event(
        kind,
        SubjectId.create(now),
        false,
        now.truncatedTo(ChronoUnit.MILLIS),
        List.of(new ServiceName("sample")),
        new EnvironmentName("sample"),
        values,
        List.of(),
        () -> false);
  }
}
