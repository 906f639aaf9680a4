package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.cost.AnswerPrice;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.execution.BoundedBytes;
import com.caiatech.afdp.gateway.execution.Plan;
import com.caiatech.afdp.gateway.execution.RequestContext;
import com.caiatech.afdp.gateway.execution.WrittenData;
import com.caiatech.afdp.gateway.query.FetchedFields.Fetched;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.query.composition.KnownStatements;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.schemas.LastUsed;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.GraphQLContext;
import graphql.GraphQLException;
import graphql.execution.CoercedVariables;
import graphql.execution.MergedField;
import graphql.execution.RawVariables;
import graphql.execution.ValuesResolver;
import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLSchema;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers one query: reads its top-level fields side by side, and writes what they give straight
/// as JSON. Which fields those are, how they are read and how they are written is found once for
/// all requests whose directives choose the same. Whatever an answer would have to tell of as an
/// error is left to graphql-java, which gets what was read.
final class QueryPlan implements Plan {
  private static final Logger LOG = LoggerFactory.getLogger(QueryPlan.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /// How many choices of directives are kept.
  private static final int MAX_CHOICES = 4;

  private static final Set<String> READ = read();

  private final GraphQueries queries;
  private final GraphTurns turns;
  private final Map<String, ComputedField> computed;
  private final int maxBytes;
  private final Prepared prepared;
  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final Map<List<@Nullable Object>, Optional<Chosen>> choices = new LastUsed<>(MAX_CHOICES);

  QueryPlan(
      GraphQueries queries,
      GraphTurns turns,
      Map<String, ComputedField> computed,
      int maxBytes,
      Prepared prepared) {
    this.queries = queries;
    this.turns = turns;
    this.computed = computed;
    this.maxBytes = maxBytes;
    this.prepared = prepared;
    prepared
        .document
        .getDefinitionsOfType(FragmentDefinition.class)
        .forEach(fragment -> fragments.put(fragment.getName(), fragment));
  }

  /// A query of a document.
  ///
  /// @param asked the variables that its directives ask
  record Prepared(
      GraphQLSchema schema,
      Document document,
      OperationDefinition operation,
      Set<String> asked,
      AnswerPrice price) {
    Prepared {
      asked = Set.copyOf(asked);
    }
  }

  /// A top-level field.
  ///
  /// @param read null for `__typename`
  private record Root(
      SerializedString key, @Nullable Asked read, ValueWriter writer, AnswerPrice.OfField price) {}

  /// A top-level field that is read from the graph.
  private record Asked(SelectedField field, KnownStatements known) {}

  /// The same for one request.
  private record Bound(Selection selection, KnownStatements known) {}

  /// What is left of the query by a choice of its directives.
  private record Chosen(List<Root> roots) {}

  private static Set<String> read() {
    Set<String> names = new HashSet<>(Catalogue.standard().type(Catalogue.QUERY).fields().keySet());
    names.addAll(List.of(Catalogue.NODE, Catalogue.NODES));
    return Set.copyOf(names);
  }

  @Override
  public Optional<Written> answer(
      Map<String, ? extends @Nullable Object> variables, GraphQLContext context) {
    return coerced(variables, context)
        .flatMap(known -> chosen(known).flatMap(chosen -> answer(chosen.roots, known, context)));
  }

  private Optional<CoercedVariables> coerced(
      Map<String, ? extends @Nullable Object> variables, GraphQLContext context) {
    try {
      return Optional.of(
          ValuesResolver.coerceVariableValues(
              prepared.schema,
              prepared.operation.getVariableDefinitions(),
              RawVariables.of(new HashMap<>(variables)),
              context,
              Locale.ENGLISH));
    } catch (GraphQLException refused) {
      return Optional.empty();
    }
  }

  private Optional<Chosen> chosen(CoercedVariables variables) {
    List<@Nullable Object> choice = new ArrayList<>(prepared.asked.size());
    prepared.asked.forEach(name -> choice.add(variables.get(name)));
    synchronized (choices) {
      Optional<Chosen> known = choices.get(choice);
      if (known != null) {
        return known;
      }
    }
    Optional<Chosen> found;
    try {
      found = compiled(variables);
    } catch (GraphQLException refused) {
      found = Optional.empty();
    }
    synchronized (choices) {
      choices.put(choice, found);
    }
    return found;
  }

  private Optional<Chosen> compiled(CoercedVariables variables) {
    SelectionReader reader = new SelectionReader(prepared.schema, fragments, variables.toMap());
    WriterCompiler compiler = new WriterCompiler(computed);
    List<Root> roots = new ArrayList<>();
    for (MergedField merged : reader.topLevel(prepared.operation.getSelectionSet())) {
      SerializedString key = new SerializedString(merged.getResultKey());
      AnswerPrice.OfField price = prepared.price.field(merged.getResultKey());
      if (READ.contains(merged.getName())) {
        SelectedField field = reader.field(merged);
        roots.add(
            new Root(
                key,
                new Asked(field, new KnownStatements(field.asking())),
                compiler.of(field, price),
                price));
      } else if (merged.getName().equals("__typename")) {
        roots.add(new Root(key, null, new ValueWriter.Text(), price));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new Chosen(List.copyOf(roots)));
  }

  private Optional<Written> answer(
      List<Root> roots, CoercedVariables variables, GraphQLContext context) {
    List<Bound> bound = new ArrayList<>(roots.size());
    try {
      for (Root root : roots) {
        if (root.read != null) {
          bound.add(new Bound(root.read.field.bound(variables, context), root.read.known));
        }
      }
    } catch (GraphQLException refused) {
      return Optional.empty();
    }
    FetchedFields fetched = fetched(bound, RequestContext.of(context));
    context.put(FetchedFields.class, fetched);
    return fetched.isComplete() ? written(roots, fetched, context) : Optional.empty();
  }

  private FetchedFields fetched(List<Bound> fields, RequestContext context) {
    Map<String, Fetched> found = new HashMap<>();
    if (fields.size() == 1) {
      Bound only = fields.getFirst();
      found.put(only.selection.key(), fetched(only, context));
    } else {
      Map<String, CompletableFuture<Fetched>> running = new HashMap<>();
      fields.forEach(
          each -> running.put(each.selection.key(), turns.beside(() -> fetched(each, context))));
      running.forEach((key, field) -> found.put(key, field.join()));
    }
    return new FetchedFields(found);
  }

  private Fetched fetched(Bound field, RequestContext context) {
    try {
      return new FetchedFields.Found(
          turns.inTurn(
              context,
              () ->
                  queries.fetch(
                      field.selection,
                      field.known,
                      Duration.between(Instant.now(), context.deadline()))));
    } catch (RuntimeException fault) {
      return new FetchedFields.Failed(fault);
    }
  }

  /// Empty where graphql-java has to tell what is wrong with an answer, or that it is too large.
  private Optional<Written> written(
      List<Root> roots, FetchedFields fetched, GraphQLContext context) {
    BoundedBytes bytes = new BoundedBytes(maxBytes);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      Answer answer = new Answer(json, RequestContext.of(context).principal(), context);
      json.writeStartObject();
      for (Root root : roots) {
        Object value = root.read == null ? Catalogue.QUERY : fetched.value(root.key.getValue());
        ValueWriter.Read.write(root.key, value, root.writer, root.price, answer);
      }
      json.writeEndObject();
      json.flush();
      return Optional.of(new Written(new WrittenData(bytes.toByteArray()), answer.cost()));
    } catch (IOException | Unwritable | GraphQLException | GatewayException told) {
      return Optional.empty();
    } catch (RuntimeException fault) {
      LOG.warn("a plan failed to write an answer, which graphql-java makes instead", fault);
      return Optional.empty();
    }
  }
}
