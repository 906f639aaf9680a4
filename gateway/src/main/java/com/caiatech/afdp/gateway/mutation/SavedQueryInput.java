package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.execution.DocumentCheck;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.record.SavedQuery;
import com.caiatech.afdp.schemas.sealing.PlainText;
import com.caiatech.afdp.schemas.sealing.PlainTextCheck;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import graphql.language.AstPrinter;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A question that somebody keeps under a name. Whether it is theirs is for the workers to say, who
/// read the ledger.
final class SavedQueryInput {
  private static final String NAME = "name";
  private static final String PURPOSE = "purpose";
  private static final String DOCUMENT = "document";
  private static final String SHARED_WITH = "sharedWith";

  /// Of one line, without marks that nobody sees.
  private static final Pattern NAMES = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._/:-]*");

  private SavedQueryInput() {}

  static SavedQuery of(Request request) {
    Input input = request.input();
    return input.has(DOCUMENT)
        ? new SavedQuery(
            input.text(NAME),
            input.optionalText(PURPOSE),
            input.text(DOCUMENT),
            variables(input.text(DOCUMENT)),
            input.texts(SHARED_WITH).stream().distinct().sorted().toList(),
            request.person(),
            null)
        : SavedQuery.withdrawn(request.person());
  }

  /// What speaks against an input.
  static Optional<Refusal> problem(Input input, DocumentCheck documents) {
    String name = input.given(NAME);
    String document = input.given(DOCUMENT);
    if (name == null && document == null) {
      return withdrawal(input);
    }
    if (name == null || document == null) {
      return invalid(
          "name, document: expected both, or neither to withdraw the saved query, found "
              + (name == null ? "a document" : "a name"));
    }
    return Refusal.first(
        List.of(
            () -> clear(NAME, name, SavedQuery.MAX_NAME),
            () -> name(name),
            () -> roles(input.texts(SHARED_WITH)),
            () -> clear(DOCUMENT, document, SavedQuery.MAX_DOCUMENT),
            () -> documents.problem(document).flatMap(it -> invalid(DOCUMENT + ": " + it)),
            () -> declared(variables(document))));
  }

  /// The same of a request in whose purpose people stand by their ids, which are longer than names.
  static Optional<Refusal> problem(Request request) {
    String purpose = request.input().optionalText(PURPOSE);
    return purpose == null
        ? Optional.empty()
        : clear(PURPOSE, purpose, SavedQuery.MAX_PURPOSE)
            .map(it -> new Refusal(it.reason(), it.message() + "; people count by their ids"));
  }

  private static Optional<Refusal> withdrawal(Input input) {
    if (input.uuid("id").equals(input.uuid("savedQueryId"))) {
      return invalid("name, document: expected both of a new saved query, found neither");
    }
    return input.has(PURPOSE) || input.has(SHARED_WITH)
        ? invalid(
            "purpose, sharedWith: expected neither without name and document, which withdraws the saved query, found one of them")
        : Optional.empty();
  }

  private static Optional<Refusal> name(String name) {
    return NAMES.matcher(name).matches()
        ? Optional.empty()
        : invalid(
            "name: expected letters, digits, spaces and . _ / : - after a letter or a digit, found '%s'"
                .formatted(name));
  }

  private static Optional<Refusal> roles(List<String> names) {
    return names.stream()
        .filter(name -> Role.ofLabel(name).isEmpty())
        .findFirst()
        .flatMap(
            name ->
                invalid(
                    "sharedWith: expected roles of %s, found '%s'"
                        .formatted(Arrays.toString(Role.values()), RequestChecks.shortened(name))));
  }

  private static Optional<Refusal> declared(List<String> variables) {
    if (variables.size() > SavedQuery.MAX_VARIABLES) {
      return invalid(
          "document: expected at most %d variables, found %d"
              .formatted(SavedQuery.MAX_VARIABLES, variables.size()));
    }
    return variables.stream()
        .filter(it -> it.codePointCount(0, it.length()) > SavedQuery.MAX_VARIABLE)
        .findFirst()
        .flatMap(
            it ->
                invalid(
                    "document: expected variables that are declared in at most %d characters, found %s"
                        .formatted(SavedQuery.MAX_VARIABLE, RequestChecks.shortened(it))));
  }

  /// As the one operation of a valid document declares them.
  private static List<String> variables(String document) {
    return new Parser()
            .parseDocument(document)
            .getDefinitionsOfType(OperationDefinition.class)
            .getFirst()
            .getVariableDefinitions()
            .stream()
            .map(AstPrinter::printAst)
            .toList();
  }

  private static Optional<Refusal> clear(String field, String text, int most) {
    return PlainText.check(field, text, most) instanceof PlainTextCheck.Refused(String reason)
        ? invalid(reason)
        : Optional.empty();
  }

  private static Optional<Refusal> invalid(String message) {
    return Refusal.because(RefusalReason.INVALID_INPUT, message);
  }
}
