package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AsOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every type and field that can be asked for, and how it is read from the graph: the one place to
/// add a field. The names are those of the GraphQL schema.
public final class Catalogue {
  /// The type whose fields are the entry points.
  public static final String QUERY = "Query";

  /// The entry point that takes the global id of an object of any type.
  public static final String NODE = "node";

  /// The entry point that takes the global ids of several objects, each of any type.
  public static final String NODES = "nodes";

  /// The argument of {@link #NODES} that names them.
  public static final String IDS = "ids";

  /// The entry point that searches for the paths between two things.
  public static final String PATHS = "paths";

  /// The entry point that searches for what can be reached from a thing.
  public static final String REACHABLE = "reachable";

  /// The entry point that tells what differs between two states of what serves.
  public static final String DIFF = "diff";

  /// The entry point that tells what differs between two deployments.
  public static final String COMPARE = "compare";

  /// The argument that every entry point takes.
  public static final String AT_LEAST = "atLeast";

  private final Map<String, EntityType> types;
  private final Map<String, EntityType> typesByUrnKind;
  private final Map<String, Filter> filters = Filters.all();
  private final Map<String, Map<String, Order>> orders = Orders.all();

  private Catalogue(List<EntityType> types) {
    this.types = types.stream().collect(Collectors.toMap(EntityType::name, Function.identity()));
    this.typesByUrnKind =
        types.stream()
            .filter(type -> type.urnKind() != null)
            .collect(Collectors.toMap(type -> String.valueOf(type.urnKind()), Function.identity()));
  }

  /// The catalogue of the graph that this version projects.
  public static Catalogue standard() {
    return Standard.CATALOGUE;
  }

  /// The names of the fields of each type, for comparison with a schema.
  public Map<String, Set<String>> fieldsByType() {
    Map<String, Set<String>> names = new TreeMap<>();
    for (EntityType type : types.values()) {
      names.put(type.name(), type.fields().keySet());
      for (FieldDefinition field : type.fields().values()) {
        if (field.undated() instanceof Connection connection) {
          names.put(connection.type() + "Connection", connection.fields());
          names.put(connection.type() + "Edge", Connection.EDGE_FIELDS);
          names.put("PageInfo", Connection.PAGE_FIELDS);
        }
      }
    }
    return names;
  }

  /// What the filter of a list of the type may demand.
  public Filter filter(String type) {
    Filter filter = filters.get(type);
    if (filter == null) {
      throw new IllegalStateException("the catalogue has no filter for " + type);
    }
    return filter;
  }

  /// The orders in which a list of the type may be asked for, by their names.
  public Map<String, Order> orders(String type) {
    Map<String, Order> ofType = orders.get(type);
    if (ofType == null) {
      throw new IllegalStateException("the catalogue has no orders for " + type);
    }
    return ofType;
  }

  /// The arguments that the fields of each type take, for comparison with a schema: a field that is
  /// absent takes none. The fields of input objects are among them, and take none.
  public Map<String, Map<String, Set<String>>> argumentsByType() {
    Map<String, Map<String, Set<String>>> names = new TreeMap<>();
    fieldsByType().keySet().forEach(type -> names.put(type, new TreeMap<>()));
    for (EntityType type : types.values()) {
      Map<String, Set<String>> fields = names.computeIfAbsent(type.name(), _ -> new TreeMap<>());
      type.fields().forEach((field, definition) -> fields.put(field, definition.argumentNames()));
      if (type.name().equals(QUERY)) {
        fields.put(NODES, new TreeSet<>(Set.of(IDS, AsOf.ARGUMENT)));
        fields.values().forEach(taken -> taken.add(AT_LEAST));
        fields.put(NODE, Set.of("id")); // Relay takes no other argument there
      }
    }
    orders
        .keySet()
        .forEach(
            type -> addInput(names, type + Orders.SUFFIX, Set.of(Orders.FIELD, Orders.DIRECTION)));
    filters.forEach(
        (type, filter) -> {
          addInput(names, type + Filter.SUFFIX, filter.criteria().keySet());
          addInput(names, type + Filter.SUFFIX, Set.of(Filter.AND, Filter.OR, Filter.NOT));
          filter.criteria().values().forEach(criterion -> addInput(names, criterion));
        });
    return names;
  }

  private static void addInput(Map<String, Map<String, Set<String>>> names, Criterion criterion) {
    switch (criterion) {
      case Criterion.Compared(_, Comparison comparison, _) ->
          addInput(names, comparison.input(), comparison.operators().keySet());
      case Criterion.Listed listed -> addInput(names, listed.input(), Criterion.Listed.HELD);
      case Criterion.Flag _, Criterion.Related _, Criterion.Seen _ -> {}
    }
  }

  private static void addInput(
      Map<String, Map<String, Set<String>>> names, String input, Set<String> fields) {
    Map<String, Set<String>> taken = names.computeIfAbsent(input, _ -> new TreeMap<>());
    fields.forEach(field -> taken.put(field, Set.of()));
  }

  /// The type of the object with that global id, or empty where no type has such ids.
  public Optional<String> typeOf(String id) {
    return typeOfId(id).map(EntityType::name);
  }

  public Optional<EntityType> typeOfId(String id) {
    if (!id.startsWith(Urns.PREFIX)) {
      return Optional.empty();
    }
    String rest = id.substring(Urns.PREFIX.length());
    int colon = rest.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.ofNullable(typesByUrnKind.get(rest.substring(0, colon)));
  }

  /// The types whose objects have global ids, by name.
  public List<EntityType> globalTypes() {
    return typesByUrnKind.values().stream().sorted(Comparator.comparing(EntityType::name)).toList();
  }

  public EntityType type(String name) {
    EntityType type = types.get(name);
    if (type == null) {
      throw new IllegalStateException("the catalogue has no type " + name);
    }
    return type;
  }

  /// An object along a relationship that leaves the object at hand.
  static One one(String type, String relationship) {
    return new One(type, Source.out(relationship, type), List.of());
  }

  /// The records that state a fact, in the order in which the ledger took them.
  static Many evidence() {
    return new Many(
        Labels.RECORD,
        Source.out(Relationships.EVIDENCED_BY, Labels.RECORD),
        RECORD_ORDER,
        Map.of(),
        false);
  }

  static final List<OrderKey> RECORD_ORDER =
      List.of(
          OrderKey.oldest(Properties.RECORDED_AT),
          OrderKey.ascending(Properties.VOLUME),
          OrderKey.oldest(Properties.INDEX));

  /// A list of maps that bear their places.
  static Many listed(String type, String key) {
    return new Many(
        type,
        Source.elements(Expression.node(key)),
        List.of(OrderKey.oldest("place")),
        Map.of(),
        false);
  }

  /// Deployments, newest first.
  static Connection deployments(Source source) {
    return new Connection(Labels.DEPLOYMENT, source, Orders.NEWEST_DEPLOYMENTS, Map.of());
  }

  /// Incidents, newest first by detection.
  static Connection incidents(Source source) {
    return new Connection(Labels.INCIDENT, source, Orders.NEWEST_INCIDENTS, Map.of());
  }

  /// Made at first use, when the constants of every class that defines fields are there.
  private static final class Standard {
    static final Catalogue CATALOGUE =
        new Catalogue(
            Stream.of(
                    RootFields.types(),
                    DeploymentFields.types(),
                    SoundnessFields.types(),
                    ContentFields.types(),
                    IncidentFields.types(),
                    AssertedFields.types(),
                    AnnotationFields.types(),
                    SavedQueryFields.types(),
                    RegistrationFields.types(),
                    ProgressFields.types(),
                    SuspectFields.types(),
                    LedgerFields.types(),
                    ExposureFields.types(),
                    PathFields.types(),
                    ChangeLogFields.types(),
                    SearchFields.types(),
                    DifferenceFields.types(),
                    UnprovenFields.types())
                .flatMap(Collection::stream)
                .toList());
  }
}
