package com.caiatech.afdp.graphmodel.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.change.ChangeType;
import com.caiatech.afdp.graphmodel.change.FileKind;
import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.graphmodel.difference.DifferenceStatements;
import com.caiatech.afdp.graphmodel.migration.Migration;
import com.caiatech.afdp.graphmodel.path.PathStatements;
import com.caiatech.afdp.graphmodel.progress.IntakeUnit;
import com.caiatech.afdp.graphmodel.projection.RangeState;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.query.composition.EverySelection;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Verdicts;
import com.caiatech.afdp.graphmodel.schema.ViolationSources;
import com.caiatech.afdp.graphmodel.suspect.SuspectWeights;
import com.caiatech.afdp.graphmodel.testing.CypherConstants;
import com.caiatech.afdp.graphmodel.testing.CypherNames;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import com.caiatech.afdp.graphmodel.testing.SchemaNames;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.verify.SourcesVerdict;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every statement of this module, however it is made, names what {@link Labels}, {@link
/// Relationships} and {@link com.caiatech.afdp.graphmodel.schema.Properties} spell, and nothing
/// else.
class StatementNamesTest {
  private static final String SAMPLE = "the sample";

  @Test
  void everyStatementUsesNamesOfTheSchemaAlone() {
    Map<String, Set<String>> statements = statements();
    Map<String, List<String>> unknown = new TreeMap<>();
    statements.forEach(
        (place, texts) ->
            texts.forEach(
                text -> {
                  List<String> names = SchemaNames.unknownIn(text);
                  if (!names.isEmpty()) {
                    unknown.put(place + ": " + text, names);
                  }
                }));
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyWordInQuotesIsAVerdictAKindOrTheNameOfAConstant() {
    Set<String> known =
        Stream.of(
                Stream.of(
                    Verdicts.TRUSTED,
                    Verdicts.RANGE_MISMATCH,
                    Verdicts.PREVIOUS_VANISHED,
                    ViolationSources.LEDGER,
                    ViolationSources.OBSERVER),
                Arrays.stream(ViolationKind.values()).map(ViolationKind::code),
                Arrays.stream(RecordKind.values()).map(RecordKind::value),
                Arrays.stream(Series.values()).map(Series::value),
                SuspectWeights.standard().keySet().stream(),
                SuspectWeights.words().values().stream().flatMap(List::stream),
                Stream.of("simple", "standard-no-stop-words"), // analyzers of full-text indexes
                Stream.of(
                        RangeState.values(),
                        IntakeUnit.values(),
                        DeploymentStatus.values(),
                        CheckStatus.values(),
                        SourcesVerdict.State.values(),
                        SubjectVerdict.Records.values(),
                        SourceRole.values(),
                        FileKind.values(),
                        ChangeType.values(),
                        TouchedFile.Change.values())
                    .flatMap(Arrays::stream)
                    .map(Enum::name))
            .flatMap(stream -> stream)
            .collect(Collectors.toSet());
    Map<String, Set<String>> statements = statements();
    statements.remove(SAMPLE);
    Set<String> words = new TreeSet<>();
    statements.values().stream()
        .flatMap(Collection::stream)
        .forEach(text -> words.addAll(CypherNames.of(text).texts()));
    assertThat(words).contains(Verdicts.TRUSTED, RangeState.PENDING.name());
    words.removeIf(word -> !word.matches("[A-Z][A-Z_]+|[a-z]+(-[a-z]+)*") || word.equals("lock"));
    assertThat(known).containsAll(words);
  }

  @Test
  void everyKindOfStatementIsFound() {
    Map<String, Set<String>> statements = statements();
    assertThat(statements.keySet())
        .anyMatch(place -> place.endsWith("suspects.cypher"))
        .anyMatch(place -> place.endsWith("EdgeKind"))
        .anyMatch(place -> place.endsWith("NodeKind"))
        .anyMatch(place -> place.endsWith("GraphWriter.class"))
        .anyMatch(place -> place.endsWith("LedgerWatch.class"))
        .contains("migration 1", "the compiler", SAMPLE);
    Set<String> all = new TreeSet<>();
    statements.values().forEach(all::addAll);
    assertThat(all).hasSizeGreaterThan(150);
    Set<String> labels = new TreeSet<>();
    Set<String> types = new TreeSet<>();
    all.stream()
        .map(CypherNames::of)
        .forEach(
            names -> {
              labels.addAll(names.labels());
              types.addAll(names.types());
            });
    assertThat(labels).isEqualTo(new TreeSet<>(SchemaNames.LABELS));
    assertThat(types).isEqualTo(new TreeSet<>(SchemaNames.RELATIONSHIPS));
  }

  @Test
  void theCompilerIsAskedForEveryFieldOfTheCatalogue() {
    EverySelection selection = new EverySelection(Catalogue.standard());
    assertThat(selection.roots()).isNotEmpty();
    Set<String> fields = new TreeSet<>();
    Catalogue.standard()
        .fieldsByType()
        .forEach((type, names) -> names.forEach(name -> fields.add(type + "." + name)));
    assertThat(selection.asked()).isEqualTo(fields);
  }

  @Test
  void everyLabelCarriesFactsOrIsOperationalAndEveryTypeIsListed() {
    Set<String> labels = new TreeSet<>(Labels.ALL);
    labels.addAll(Labels.OPERATIONAL);
    assertThat(labels).isEqualTo(new TreeSet<>(SchemaNames.LABELS));
    assertThat(Labels.ALL).isSorted().doesNotContainAnyElementsOf(Labels.OPERATIONAL);
    assertThat(Relationships.ALL)
        .isSorted()
        .hasSameElementsAs(SchemaNames.constants(Relationships.class))
        .containsAll(Relationships.OF_COMMITS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      textBlock =
          """
          MATCH (d:Deploymint) RETURN d => label Deploymint
          MATCH (d:Deployment|Aproval) RETURN d => label Aproval
          MATCH (d) WHERE NOT d:Aproval RETURN d => label Aproval
          RETURN COLLECT { MATCH (n:Nope) RETURN n.id } AS ids => label Nope
          CREATE CONSTRAINT x FOR (n:Nope) REQUIRE n.id IS UNIQUE => label Nope
          MATCH (:Deployment)-[:SHIPED]->(c) RETURN c => relationship type SHIPED
          MATCH (a)<-[r:SHIPPED|DROPT {role: 'X'}]-(b) RETURN r => relationship type DROPT
          MATCH (a)-[:PARENT|MOTHER*0..3]->(b) RETURN b => relationship type MOTHER
          MATCH (d:Deployment) RETURN d.statuss => property statuss
          MATCH (d:Deployment {statuss: 1}) RETURN d => property statuss
          MATCH (d)-[:OF {evidense: 'x'}]->(s) RETURN s => property evidense
          MATCH (d:Deployment) SET d = {id: 'x', statuss: 1} => property statuss
          MATCH (d:Deployment) SET d += {statuss: 1} => property statuss
          UNWIND $rows AS row MATCH (d {id: row.any}) SET d.statuss = row.b => property statuss
          WITH head(COLLECT { MATCH (d:Step) RETURN d }) AS t RETURN t.nomber => property nomber
          CREATE INDEX x FOR ()-[r:DEPLOYED]-() ON (r.rangeStat) => property rangeStat
          """)
  void aNameThatTheSchemaDoesNotSpellIsFound(String statement, String unknown) {
    assertThat(SchemaNames.unknownIn(statement)).containsExactly(unknown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      textBlock =
          """
          // MATCH (n:Nope)\\n MATCH (n:Deployment) /* n.nope */ RETURN n
          MATCH (n:Deployment {reason: '(x:Nope {nope: 1})'}) RETURN n
          WITH {nope: 1} AS map RETURN map.nope, [x IN $list WHERE x.other]
          UNWIND $rows AS row UNWIND row.parts AS part RETURN part.nope, row.a.b
          CALL db.awaitIndexes(300)
          MATCH (n:Deployment) WHERE 0.5 < n.sequence AND n.id IS :: STRING RETURN n
          """)
  void whatIsNoNameOfTheGraphIsLeftAlone(String statement) {
    assertThat(SchemaNames.unknownIn(statement.replace("\\n", "\n"))).isEmpty();
  }

  @Test
  void aNameThatIsComputedAndATemplateAreRefused() {
    assertThatThrownBy(() -> CypherNames.of("MATCH (n:$($label)) RETURN n"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CypherNames.of("MATCH (n:%s) RETURN n"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(CypherConstants.isStatement("MATCH (n:%s) RETURN n")).isFalse();
  }

  /// By where they come from.
  private static Map<String, Set<String>> statements() {
    Map<String, Set<String>> statements = new TreeMap<>();
    CypherConstants.besides(Labels.class)
        .forEach((place, texts) -> statements.put(place, Set.copyOf(texts)));
    for (String name : CypherConstants.classesBesides(Labels.class)) {
      Set<String> texts = computed(name);
      if (!texts.isEmpty()) {
        statements.put(name, texts);
      }
    }
    for (Migration migration : Migration.ALL) {
      statements.put("migration " + migration.version(), Set.copyOf(migration.statements()));
    }
    statements.put("the compiler", new EverySelection(Catalogue.standard()).statements());
    statements.put("the search for paths", PathStatements.all());
    statements.put("the search for differences", DifferenceStatements.all());
    statements.put(SAMPLE, Set.of(SampleGraph.statements()));
    return statements;
  }

  /// What the fields of a class hold once it is initialised, and those of an enumeration's
  /// constants.
  private static Set<String> computed(String className) {
    Set<String> texts = new LinkedHashSet<>();
    try {
      Class<?> type = Class.forName(className);
      for (Field field : type.getDeclaredFields()) {
        field.setAccessible(true);
        if (Modifier.isStatic(field.getModifiers())) {
          add(texts, field.get(null));
        } else if (type.isEnum()) {
          for (Object constant : type.getEnumConstants()) {
            add(texts, field.get(constant));
          }
        }
      }
    } catch (ReflectiveOperationException unreadable) {
      throw new LinkageError(className, unreadable);
    }
    return texts;
  }

  private static void add(Set<String> texts, Object value) {
    if (value instanceof String text && CypherConstants.isStatement(text)) {
      texts.add(text);
    } else if (value instanceof Collection<?> many) {
      many.forEach(one -> add(texts, one));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(one -> add(texts, one));
    }
  }
}
