package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AnyOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.AsOf;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.search.SearchKind;
import com.caiatech.afdp.graphmodel.search.SearchText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Things that are found by their texts. Each full-text index gives a bounded number of candidates;
/// which of them have the words, and how much of the text these are, is told from the text alone,
/// so that it is the same whatever else the graph holds.
final class SearchFields {
  private static final String HIT = "SearchHit";
  private static final String TEXT = "text";
  private static final String KINDS = "kinds";

  /// How many candidates an index gives, and how many commits a beginning of their ids.
  private static final int CANDIDATES = 1000;

  /// Asks the index `place` for what is `asked`.
  private static final String CANDIDATES_OF =
      "CALL db.index.fulltext.queryNodes(place.index, asked, {limit: %d}) YIELD node"
          .formatted(CANDIDATES);

  /// What a score is counted in, so that it is a whole number.
  private static final int PARTS = 1_000_000;

  private static final int EXCERPT = 200;

  /// The best first; of equal ones by global id.
  private static final Order BEST =
      Order.of(
          "SCORE",
          OrderKey.ascending(scope -> "-%s.score".formatted(scope.node())),
          OrderKey.ascending(Properties.ID));

  private SearchFields() {}

  static AsOf search() {
    return new AsOf(
        new Connection(
            HIT,
            SearchFields::hits,
            BEST,
            Map.of(),
            Map.of("truncated", SearchFields::truncated),
            true),
        false);
  }

  static List<EntityType> types() {
    return List.of(
        EntityType.named(HIT)
            .properties("kind", "property")
            .field(
                "score",
                new Value(scope -> "%s.score / toFloat(%d)".formatted(scope.node(), PARTS)))
            .field("excerpt", new Value(SearchFields::excerpt))
            .field("thing", new AnyOf(Expression.node(Properties.ID), Expression.node("type")))
            .build());
  }

  /// Binds the hits as maps. A state stands for what had it at the moment, and what states
  /// something about another thing is there where that was believed.
  private static Source.Match hits(Scope from, String node, String edge) {
    String clause =
        """
        UNWIND COLLECT { %14$sWITH %2$s AS texts UNWIND %3$s AS sought UNWIND %4$s AS place \
        WITH texts, sought, place, sought[place.way] AS asked WHERE asked IS NOT NULL \
        %5$s AS found WITH DISTINCT texts, sought, found \
        OPTIONAL MATCH (owner)-[state:%6$s]->(found)%7$s \
        WITH texts, sought, found, CASE WHEN found:Version THEN owner ELSE found END AS thing \
        WITH sought, found, thing, texts[labels(thing)[0]] AS kind \
        WHERE kind IS NOT NULL AND (NOT thing:Check OR %8$s) AND (NOT thing:Approval OR %9$s) \
        AND NOT (thing:Commit AND any(sha IN sought.shas WHERE thing.sha STARTS WITH sha)) \
        UNWIND kind[1..] AS property \
        WITH sought, thing, kind, property, CASE property WHEN 'issueKeys' THEN substring(\
        reduce(all = '', one IN found[property] | all + ' ' + one), 1) ELSE found[property] END AS said \
        WHERE said <> '' AND all(pattern IN sought.patterns WHERE said =~ pattern) \
        WITH sought, thing, kind, property, said, \
        toInteger(%10$d.0 * sought.length / size(said)) AS share \
        WITH thing, {id: thing.id, type: labels(thing)[0], kind: kind[0], property: property, \
        said: said, first: sought.first, \
        score: CASE WHEN share > %10$d THEN %10$d ELSE share END} AS hit \
        ORDER BY hit.score DESC, hit.property WITH thing, collect(hit) AS hits RETURN hits[0] AS hit \
        UNION ALL WITH %2$s AS texts UNWIND %3$s AS sought UNWIND sought.shas AS sha \
        MATCH (r:Repository) WHERE texts['Commit'] IS NOT NULL \
        MATCH (c:Commit) WHERE c.id STARTS WITH '%11$scommit:' + r.name + ':' + sha \
        RETURN {id: c.id, type: 'Commit', kind: texts['Commit'][0], property: %12$s, said: c.sha, \
        first: sha, score: %10$d} AS hit LIMIT %13$d } AS %1$s WITH %1$s\
        """
            .formatted(
                node,
                ofKinds(from, SearchKind::texts),
                sought(from),
                ofKinds(from, SearchKind::indexes),
                CANDIDATES_OF,
                from.types(Relationships.HAS_VERSION),
                Scope.where(from.dated(Relationships.HAS_VERSION, "state")),
                from.leads("thing", Relationships.CHECKED),
                from.leads("thing", Relationships.DECIDED),
                PARTS,
                Urns.PREFIX,
                from.arguments().constant(Properties.SHA),
                CANDIDATES,
                awaited(from));
    return new Source.Match(clause, List.of(), "", false, false);
  }

  /// Whether an index may have more candidates than it was asked for.
  private static String truncated(Scope from) {
    return """
    EXISTS { %sUNWIND %s AS sought UNWIND %s AS place \
    WITH place, sought[place.way] AS asked WHERE asked IS NOT NULL \
    CALL (place, asked) { %s RETURN count(*) AS found } \
    WITH found WHERE found = %d RETURN found }\
    """
        .formatted(
            awaited(from),
            sought(from),
            ofKinds(from, SearchKind::indexes),
            CANDIDATES_OF,
            CANDIDATES);
  }

  /// Where a consistency token is given, the indexes are waited for, which take in what was written
  /// a moment later.
  private static String awaited(Scope from) {
    boolean exact = from.arguments().parameter(Catalogue.AT_LEAST, (_, _) -> true) != null;
    return exact ? "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh() " : "";
  }

  /// A list of one map.
  private static String sought(Scope from) {
    return from.required(
        TEXT, (argument, text) -> List.of(SearchText.of(argument, text.toString()).parameters()));
  }

  /// What the kinds that are asked for, or all, need.
  private static String ofKinds(Scope from, Function<Set<SearchKind>, Object> need) {
    String parameter =
        from.arguments()
            .parameter(KINDS, (_, kinds) -> need.apply(SearchKind.named((Collection<?>) kinds)));
    return parameter == null ? from.arguments().constant(need.apply(SearchKind.all())) : parameter;
  }

  /// The text, or so much of it around where the first word may stand.
  private static String excerpt(Scope scope) {
    return """
    CASE WHEN size(%1$s.said) <= %2$d THEN %1$s.said ELSE \
    head([at IN [size(split(toLower(%1$s.said), %1$s.first)[0])] | CASE WHEN at < %3$d \
    THEN left(%1$s.said, %2$d - 1) + '…' \
    ELSE '…' + substring(%1$s.said, at - %3$d, %2$d - 2) + '…' END]) END\
    """
        .formatted(scope.node(), EXCERPT, EXCERPT / 3);
  }
}
