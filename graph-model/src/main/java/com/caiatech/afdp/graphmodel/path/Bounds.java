package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a search may walk over, whatever it looks for.
///
/// @param named global ids that are admitted whatever their kind
/// @param through the kinds of things that it may lead through
/// @param targets the kinds of things that it may lead to beside those, for they are looked for
/// @param excluding global ids that it never leads to
/// @param types the types of relationships that it walks, without those of what is no longer
///   believed
/// @param asOf the moment of recorded time as epoch milliseconds; null for now
record Bounds(
    Set<String> named,
    Set<ThingKind> through,
    Set<ThingKind> targets,
    Set<String> excluding,
    Set<String> types,
    @Nullable Long asOf) {
  static final int MAX_EXCLUDING = 100;

  /// The argument that says what is looked for.
  static final String KINDS = "kinds";

  Bounds {
    named = Set.copyOf(named);
    through = Set.copyOf(through);
    targets = Set.copyOf(targets);
    excluding = Set.copyOf(excluding);
    types = Set.copyOf(types);
  }

  /// The bounds that the arguments `through`, `excluding`, `relationships` and `asOf` give. What a
  /// violation is about has no recorded time, so it is walked only now.
  ///
  /// @param named the things that are named as ends or on the way
  /// @param targets kinds that are looked for
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant
  static Bounds of(
      Map<String, @Nullable Object> arguments, List<Thing> named, Set<ThingKind> targets) {
    Set<ThingKind> through = kinds(arguments.get("through"));
    Set<String> excluding = new LinkedHashSet<>();
    for (Thing thing : things(arguments, "excluding", MAX_EXCLUDING)) {
      if (named.contains(thing)) {
        throw new GraphModelException.InvalidArgument(
            "excluding: expected none of the things that the question names, found '%s'"
                .formatted(thing.shown()));
      }
      excluding.add(thing.id());
    }
    Set<ThingKind> admitted = EnumSet.noneOf(ThingKind.class);
    admitted.addAll(targets);
    admitted.addAll(through);
    named.forEach(thing -> admitted.add(thing.kind()));
    boolean proofs =
        named.stream().anyMatch(thing -> ThingKind.PROOFS.contains(thing.kind()))
            || (arguments.get(KINDS) != null
                && targets.stream().anyMatch(ThingKind.PROOFS::contains));
    Instant asOf = (Instant) arguments.get("asOf");
    return new Bounds(
        named.stream().map(Thing::id).collect(Collectors.toSet()),
        through,
        targets,
        excluding,
        types(arguments.get("relationships"), proofs, admitted).stream()
            .filter(type -> asOf == null || !type.equals(Relationships.ABOUT))
            .collect(Collectors.toSet()),
        asOf == null ? null : asOf.toEpochMilli());
  }

  /// The kinds that it does not lead through, in the order of their declaration.
  List<String> excludedKinds() {
    return EnumSet.allOf(ThingKind.class).stream()
        .filter(kind -> !through.contains(kind))
        .map(Enum::name)
        .toList();
  }

  /// The things that an argument names.
  static List<Thing> things(Map<String, @Nullable Object> arguments, String argument, int most) {
    if (!(arguments.get(argument) instanceof Collection<?> given)) {
      return List.of();
    }
    if (given.size() > most) {
      throw new GraphModelException.InvalidArgument(
          "%s: expected at most %d, found %d".formatted(argument, most, given.size()));
    }
    return given.stream().map(id -> Thing.of(argument, String.valueOf(id))).distinct().toList();
  }

  /// A number that an argument gives.
  static int number(
      Map<String, @Nullable Object> arguments, String argument, int otherwise, int most) {
    long given = arguments.get(argument) instanceof Number number ? number.longValue() : otherwise;
    if (given < 1 || given > most) {
      throw new GraphModelException.InvalidArgument(
          "%s: expected 1 to %d, found %d".formatted(argument, most, given));
    }
    return (int) given;
  }

  /// The kinds that are given; all but the hubs where none are.
  static Set<ThingKind> kinds(@Nullable Object given) {
    if (given instanceof Collection<?> names) {
      return names.stream()
          .map(name -> ThingKind.valueOf(name.toString()))
          .collect(Collectors.toUnmodifiableSet());
    }
    Set<ThingKind> kinds = EnumSet.allOf(ThingKind.class);
    kinds.removeAll(ThingKind.HUBS);
    return kinds;
  }

  /// The types that are given; else those that state facts, and where proofs are asked for those
  /// that prove.
  private static Set<String> types(
      @Nullable Object given, boolean proofs, Set<ThingKind> admitted) {
    if (given instanceof Collection<?> types) {
      if (types.isEmpty()) {
        throw new GraphModelException.InvalidArgument(
            "relationships: expected at least one type, found none; leave it out for all");
      }
      return types.stream().map(Object::toString).collect(Collectors.toUnmodifiableSet());
    }
    return Walk.ALL.stream()
        .filter(walk -> proofs || !walk.proof())
        .filter(walk -> walk.leadsTo(admitted))
        .map(Walk::type)
        .collect(Collectors.toUnmodifiableSet());
  }
}
