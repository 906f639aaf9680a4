package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.schemas.LastUsed;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Compiles the selection of one top-level field into one statement, once for each shape.
public final class QueryCompiler {
  private static final int MAX_SHAPES = 1000;

  private final Catalogue catalogue;
  private final Map<String, CompiledQuery> byShape = new LastUsed<>(MAX_SHAPES);

  public QueryCompiler(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// A statement with its parameters.
  public record Bound(CompiledQuery query, Map<String, Object> parameters) {}

  /// The statement that answers the field of the type {@link Catalogue#QUERY}, or empty where its
  /// arguments already say that there is nothing.
  ///
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant
  public Optional<Bound> compile(Selection root) {
    return switch (root.name()) {
      case Catalogue.NODE ->
          catalogue
              .typeOfId(String.valueOf(root.argument("id")))
              .map(type -> bound(root.on(type.name()), type.name()));
      case Catalogue.NODES -> Optional.of(nodes(root));
      default -> Optional.of(bound(root, Catalogue.QUERY));
    };
  }

  /// The same of a field of a document that is asked again and again.
  ///
  /// @param known of that field
  public Optional<Bound> compile(Selection root, KnownStatements known) {
    if (root.name().equals(Catalogue.NODE) || root.name().equals(Catalogue.NODES)) {
      return compile(root); // what is selected of it follows from the ids
    }
    List<Selection> selections = QueryShape.selections(root);
    CompiledQuery query = known.of(selections, () -> bound(root, Catalogue.QUERY).query());
    return Optional.of(new Bound(query, query.parameters(selections)));
  }

  private Bound bound(Selection root, String type) {
    QueryShape shape = QueryShape.of(root, type);
    return bound(shape, composer -> composer.compose(root, type));
  }

  private Bound nodes(Selection root) {
    Selection asked = new Selection(root.key(), root.name(), root.arguments(), Set.of(), List.of());
    Map<String, Selection> roots = new TreeMap<>();
    for (Object id : (Collection<?>) Objects.requireNonNull(root.argument(Catalogue.IDS))) {
      catalogue.typeOf(String.valueOf(id)).ifPresent(type -> roots.computeIfAbsent(type, root::on));
    }
    QueryShape shape = QueryShape.of(asked, Catalogue.QUERY);
    for (Map.Entry<String, Selection> ofType : roots.entrySet()) {
      shape = shape.and(QueryShape.of(ofType.getValue(), ofType.getKey()));
    }
    return bound(shape, composer -> composer.composeNodes(asked, roots));
  }

  private Bound bound(QueryShape shape, Function<StatementComposer, CompiledQuery> compose) {
    CompiledQuery query = known(shape.key());
    if (query == null) {
      query = compose.apply(new StatementComposer(catalogue, shape.selections()));
      remember(shape.key(), query);
    }
    return new Bound(query, query.parameters(shape.selections()));
  }

  private synchronized @Nullable CompiledQuery known(String shape) {
    return byShape.get(shape);
  }

  private synchronized void remember(String shape, CompiledQuery query) {
    byShape.put(shape, query);
  }
}
