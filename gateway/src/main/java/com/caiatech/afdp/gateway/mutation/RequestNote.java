package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.Map;
import java.util.Objects;

/// What the gateway notes on a workflow that it starts, so that a later request can be compared
/// with the one that started it.
///
/// @param inputSha256 digest of what the client sent, see {@link #digest}
record RequestNote(Sha256 inputSha256, Scope scope, PersonId requestedBy) {
  static final String INPUT = "afdp-input-sha256";
  static final String ENVIRONMENT = "afdp-environment";
  static final String SERVICE = "afdp-service";
  static final String PERSON = "afdp-requested-by";

  /// The memo of the workflow.
  Map<String, Object> memo() {
    return Map.of(
        INPUT,
        inputSha256.value(),
        ENVIRONMENT,
        scope.environmentText(),
        SERVICE,
        scope.serviceText(),
        PERSON,
        requestedBy.value());
  }

  static RequestNote read(String input, String environment, String service, String person) {
    return new RequestNote(
        new Sha256(input), Scope.parse(environment, service), new PersonId(person));
  }

  /// The digest of a mutation's name, its input in a stable order, and who sent it.
  static Sha256 digest(String mutation, Input input, PersonId person) {
    StringBuilder text = new StringBuilder(mutation).append('\n').append(person);
    input.fields().entrySet().stream()
        .filter(field -> field.getValue() != null)
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            field -> {
              String value = String.valueOf(field.getValue());
              text.append('\n').append(field.getKey()).append(' ').append(value.length());
              text.append(' ').append(value);
            });
    return Sha256.ofUtf8(text.toString());
  }

  EnvironmentName environment() {
    return Objects.requireNonNull(scope.environment(), "environment");
  }

  ServiceName service() {
    return Objects.requireNonNull(scope.service(), "service");
  }
}
