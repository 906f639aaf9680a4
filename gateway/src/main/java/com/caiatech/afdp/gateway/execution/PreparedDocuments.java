package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.cost.PriceList;
import com.caiatech.afdp.gateway.cost.PricedOperation;
import com.caiatech.afdp.schemas.LastUsed;
import graphql.ExecutionInput;
import graphql.GraphQLError;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import graphql.parser.exceptions.ParseCancelledTooDeepException;
import graphql.parser.exceptions.ParseCancelledTooManyCharsException;
import graphql.schema.GraphQLSchema;
import graphql.validation.GoodFaithIntrospectionExceeded;
import graphql.validation.QueryComplexityLimits;
import graphql.validation.ValidationError;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Parses, measures, validates, prices and plans documents, and keeps the last used good ones. A
/// document is measured before it is validated, so that validating costs no more than the limits
/// allow.
final class PreparedDocuments {
  /// Longer documents are not kept, which bounds the memory that clients can hold.
  private static final int MAX_KEPT_CHARACTERS = 16 * 1024;

  private final GraphQLSchema schema;
  private final PriceList prices;
  private final Planner planner;
  private final LimitConfiguration limits;
  private final ParserOptions parserOptions;
  private final QueryComplexityLimits complexity;
  private final Map<String, PreparedDocument> kept;

  PreparedDocuments(
      GraphQLSchema schema, PriceList prices, Planner planner, LimitConfiguration limits) {
    this.schema = schema;
    this.prices = prices;
    this.planner = planner;
    this.limits = limits;
    this.parserOptions =
        ParserOptions.getDefaultOperationParserOptions()
            .transform(
                options ->
                    options.maxTokens(limits.maxTokens()).maxCharacters(limits.maxBodyBytes()));
    this.complexity =
        QueryComplexityLimits.newLimits()
            .maxDepth(limits.maxDepth())
            .maxFieldsCount(limits.maxFields())
            .build();
    this.kept = new LastUsed<>(limits.preparedDocuments());
  }

  PreparedDocument of(String query) {
    synchronized (kept) {
      PreparedDocument known = kept.get(query);
      if (known != null) {
        return known;
      }
    }
    PreparedDocument prepared = prepare(query);
    if (!prepared.entry().hasErrors() && query.length() <= MAX_KEPT_CHARACTERS) {
      synchronized (kept) {
        kept.put(query, prepared);
      }
    }
    return prepared;
  }

  int size() {
    synchronized (kept) {
      return kept.size();
    }
  }

  private PreparedDocument prepare(String query) {
    ParseAndValidateResult parsed =
        ParseAndValidate.parse(
            ExecutionInput.newExecutionInput(query)
                .locale(Locale.ENGLISH)
                .graphQLContext(context -> context.put(ParserOptions.class, parserOptions))
                .build());
    InvalidSyntaxException malformed = parsed.getSyntaxException();
    if (malformed != null) {
      return PreparedDocument.refused(syntaxError(malformed));
    }
    Document document = Objects.requireNonNull(parsed.getDocument(), "a parsed document");
    Optional<GraphQLError> exceeded = DocumentSize.of(document).exceeded(limits);
    if (exceeded.isPresent()) {
      return PreparedDocument.refused(exceeded.get());
    }
    try {
      List<ValidationError> errors =
          ParseAndValidate.validate(schema, document, _ -> true, Locale.ENGLISH, complexity);
      return errors.isEmpty()
          ? new PreparedDocument(new PreparsedDocumentEntry(document), operations(document))
          : PreparedDocument.refused(
              errors.stream().map(ClientErrors::classified).toArray(GraphQLError[]::new));
    } catch (GoodFaithIntrospectionExceeded exceededFaith) {
      return PreparedDocument.refused(ClientErrors.classified(exceededFaith.toBadFaithError()));
    }
  }

  private Map<OperationDefinition, PreparedOperation> operations(Document document) {
    Map<OperationDefinition, PreparedOperation> operations = new HashMap<>();
    PricedOperation.all(document, schema, prices)
        .forEach(
            (operation, price) ->
                operations.put(
                    operation,
                    new PreparedOperation(
                        price, planner.plan(schema, document, operation, price.answer()))));
    return operations;
  }

  private static GraphQLError syntaxError(InvalidSyntaxException malformed) {
    return switch (malformed) {
      case ParseCancelledException tokens -> ClientErrors.tooComplex("tokens", text(tokens));
      case ParseCancelledTooDeepException depth ->
          ClientErrors.tooComplex("syntax-depth", text(depth));
      case ParseCancelledTooManyCharsException characters ->
          ClientErrors.tooComplex("characters", text(characters));
      default -> ClientErrors.classified(malformed.toInvalidSyntaxError());
    };
  }

  private static String text(InvalidSyntaxException malformed) {
    String message = malformed.getMessage();
    return message == null ? "the document is too large" : message;
  }
}
