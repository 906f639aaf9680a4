package com.caiatech.afdp.infra.benchmark.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of each side, about many subjects in turn.
///
/// @param name for the report
/// @param subjects a statement whose rows are the variables, each with what it is asked about
/// @param graphql for the gateway
/// @param items where the gateway's answer has the list whose size both sides have to agree on
/// @param cypher the same by hand; its rows, or the lists in its column `items`, are counted. Of a
///   search whose paths can be cut, or of a judgement, it is the reading that it stands on
/// @param comparable whether both have to have equally many items
/// @param peer the same for the peer, where it can be asked in its language
record Question(
    String name,
    String subjects,
    String graphql,
    List<String> items,
    String cypher,
    boolean comparable,
    @Nullable String peer) {
  Question {
    items = List.copyOf(items);
  }
}
