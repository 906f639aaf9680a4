package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compiles the selection of one top-level field into one statement, once for each shape.
public final class QueryCompiler {
  private static final int MAX_SHAPES = 1000;

  private final Catalogue catalogue;
  private final Map<String, CompiledQuery> byShape = new LinkedHashMap<>(64, 0.75f, true);

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
    if (!root.name().equals(Catalogue.NODE)) {
      return Optional.of(bound(root, Catalogue.QUERY));
    }
    String id = String.valueOf(root.argument("id"));
    return catalogue.typeOfId(id).map(type -> bound(root.on(type.name()), type.name()));
  }

  private Bound bound(Selection root, String type) {
    QueryShape shape = QueryShape.of(root, type);
    CompiledQuery query = known(shape.key());
    if (query == null) {
      query = new StatementComposer(catalogue, shape.selections()).compose(root, type);
      remember(shape.key(), query);
    }
    return new Bound(query, query.parameters(shape.selections()));
  }

  private synchronized @Nullable CompiledQuery known(String shape) {
    return byShape.get(shape);
  }

  private synchronized void remember(String shape, CompiledQuery query) {
    byShape.put(shape, query);
    if (byShape.size() > MAX_SHAPES) {
      List<String> eldest = byShape.keySet().stream().limit(1).toList();
      eldest.forEach(byShape::remove);
    }
  }
}
