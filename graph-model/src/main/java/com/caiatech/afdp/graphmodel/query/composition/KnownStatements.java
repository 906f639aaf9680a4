package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.schemas.LastUsed;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The statements of one top-level field of a document that is asked again and again, by the shape
/// of those arguments that each request gives: all else of it is the same. Safe for many threads.
public final class KnownStatements {
  private static final int MAX_SHAPES = 8;

  private final List<Integer> asking;
  private final Map<String, CompiledQuery> byShape = new LastUsed<>(MAX_SHAPES);

  /// Knows none yet.
  ///
  /// @param asking the positions of the selections whose arguments requests give, the field's own
  ///   being 0 and each before those below it
  public KnownStatements(List<Integer> asking) {
    this.asking = List.copyOf(asking);
  }

  /// The statement for a request.
  ///
  /// @param selections the field's own and those below it, each before those below it
  /// @param otherwise finds the one that is not known yet
  CompiledQuery of(List<Selection> selections, Supplier<CompiledQuery> otherwise) {
    String shape = QueryShape.given(asking.stream().map(selections::get).toList());
    synchronized (byShape) {
      CompiledQuery known = byShape.get(shape);
      if (known != null) {
        return known;
      }
    }
    CompiledQuery found = otherwise.get();
    synchronized (byShape) {
      byShape.put(shape, found);
    }
    return found;
  }
}
