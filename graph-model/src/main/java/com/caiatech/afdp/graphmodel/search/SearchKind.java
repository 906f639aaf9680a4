package com.caiatech.afdp.graphmodel.search;

import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The kinds of things that are found by their texts, as the GraphQL enumeration of that name has
/// them. Texts that are sealed belong to none.
public enum SearchKind {
  COMMIT(Labels.COMMIT, SearchIndex.OF_COMMITS, Properties.SUBJECT, Properties.ISSUE_KEYS),
  FILE(Labels.FILE, List.of(SearchIndex.FILES), Properties.PATH),
  DEPLOYMENT(Labels.DEPLOYMENT, SearchIndex.OF_STATEMENTS, Properties.REASON),
  ASSERTED_DEPLOYMENT(
      Labels.ASSERTED_DEPLOYMENT,
      SearchIndex.OF_STATEMENTS,
      Properties.VERSION,
      Properties.EXTERNAL_ID),
  CHECK(Labels.CHECK, SearchIndex.OF_STATEMENTS, Properties.REASON),
  APPROVAL(Labels.APPROVAL, SearchIndex.OF_STATEMENTS, Properties.REASON, Properties.RULE),
  INCIDENT(Labels.INCIDENT, SearchIndex.OF_STATEMENTS, Properties.TITLE),
  ANNOTATION(Labels.ANNOTATION, SearchIndex.OF_STATEMENTS, Properties.TEXT),
  REGISTRATION(Labels.REGISTRATION, SearchIndex.OF_STATEMENTS, Properties.REASON),
  SERVICE(Labels.SERVICE, List.of(SearchIndex.NAMES), Properties.NAME),
  ENVIRONMENT(Labels.ENVIRONMENT, List.of(SearchIndex.NAMES), Properties.NAME),
  REPOSITORY(Labels.REPOSITORY, List.of(SearchIndex.NAMES), Properties.NAME),
  TEAM(Labels.TEAM, List.of(SearchIndex.NAMES), Properties.NAME);

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
  private final List<SearchIndex> indexes;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
  private final List<String> properties;

  SearchKind(String label, List<SearchIndex> indexes, String... properties) {
    this.label = label;
    this.indexes = indexes;
    this.properties = List.of(properties);
  }

  /// The label of its nodes, which is the name of its GraphQL type too.
  public String label() {
    return label;
  }

  /// The properties whose texts are searched.
  public List<String> properties() {
    return properties;
  }

  /// The kinds of those names.
  public static Set<SearchKind> named(Collection<?> names) {
    Set<SearchKind> kinds = EnumSet.noneOf(SearchKind.class);
    names.forEach(name -> kinds.add(valueOf(String.valueOf(name))));
    return kinds;
  }

  /// Every kind.
  public static Set<SearchKind> all() {
    return EnumSet.allOf(SearchKind.class);
  }

  /// The indexes that have texts of the kinds: maps of `index`, its name, and `way`, the key of the
  /// {@link SearchText#parameters} that it is asked by.
  public static List<Map<String, String>> indexes(Set<SearchKind> kinds) {
    return Arrays.stream(SearchIndex.values())
        .filter(index -> kinds.stream().anyMatch(kind -> kind.indexes.contains(index)))
        .map(SearchIndex::parameters)
        .toList();
  }

  /// By the label of the kinds a list of the kind's name and its properties.
  public static Map<String, List<String>> texts(Set<SearchKind> kinds) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    kinds.forEach(
        kind ->
            texts.put(
                kind.label,
                Stream.concat(Stream.of(kind.name()), kind.properties.stream()).toList()));
    return texts;
  }
}
