package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.error.GatewayException;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.execution.ResultPath;
import graphql.introspection.GoodFaithIntrospection.BadFaithIntrospectionError;
import graphql.language.SourceLocation;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives every error that leaves the gateway its `extensions.code`, and keeps what a client must
/// not see in the log, under an id.
public final class ClientErrors {
  private static final Logger LOG = LoggerFactory.getLogger(ClientErrors.class);
  private static final Set<ErrorType> OURS =
      EnumSet.of(
          ErrorType.DataFetchingException,
          ErrorType.NullValueInNonNullableField,
          ErrorType.ExecutionAborted);

  private ClientErrors() {}

  /// An error with that code.
  public static ClientError of(ErrorCode code, String message) {
    return of(code, message, Map.of());
  }

  /// An error with that code and further fields in its `extensions`.
  public static ClientError of(ErrorCode code, String message, Map<String, Object> details) {
    return new ClientError(code, message, details, null, null);
  }

  /// A limit that the request exceeds.
  public static ClientError tooComplex(String limit, String message) {
    return tooComplex(message, Map.of("limit", limit));
  }

  /// A limit that the request exceeds, named by the detail `limit`.
  static ClientError tooComplex(String message, Map<String, Object> details) {
    return of(ErrorCode.TOO_COMPLEX, message, details);
  }

  /// A fault of ours: the client gets an id, the log the rest.
  public static ClientError internal(String attempted, Throwable fault) {
    return internal(attempted, fault, null, null);
  }

  /// The error for what a data fetcher has thrown.
  static ClientError ofFault(Throwable fault, ResultPath path, @Nullable SourceLocation location) {
    List<Object> at = path.toList();
    List<SourceLocation> locations = location == null ? List.of() : List.of(location);
    if (fault instanceof GatewayException.Refused refused) {
      return new ClientError(refused.code(), text(fault), refused.details(), at, locations);
    }
    if (fault instanceof GraphQLError judged
        && judged.getErrorType() == ErrorType.ValidationError) {
      return new ClientError(ErrorCode.BAD_USER_INPUT, text(fault), Map.of(), at, locations);
    }
    return internal("fetching " + path, fault, at, locations);
  }

  /// The same error with a code, or an internal one with an id where its text could tell of us.
  static ClientError classified(GraphQLError error) {
    if (error instanceof ClientError client) {
      return client;
    }
    if (error instanceof BadFaithIntrospectionError) {
      return tooComplex("introspection", error.getMessage());
    }
    if (error instanceof ValidationError invalid
        && invalid.getValidationErrorType() instanceof ValidationErrorType type) {
      if (type == ValidationErrorType.MaxQueryDepthExceeded) {
        return tooComplex("depth", error.getMessage());
      }
      if (type == ValidationErrorType.MaxQueryFieldsExceeded) {
        return tooComplex("fields", error.getMessage());
      }
    }
    if (error.getErrorType() instanceof ErrorType type && OURS.contains(type)) {
      String id = UUID.randomUUID().toString();
      LOG.error("fault {}: answering failed at {}: {}", id, error.getPath(), error.getMessage());
      return new ClientError(
          ErrorCode.INTERNAL,
          messageOf(id),
          Map.of("id", id),
          error.getPath(),
          error.getLocations());
    }
    return new ClientError(
        ErrorCode.BAD_USER_INPUT,
        error.getMessage(),
        Map.of(),
        error.getPath(),
        error.getLocations());
  }

  private static String text(Throwable fault) {
    String message = fault.getMessage();
    return message == null ? "refused" : message;
  }

  private static ClientError internal(
      String attempted,
      Throwable fault,
      @Nullable List<Object> path,
      @Nullable List<SourceLocation> locations) {
    String id = UUID.randomUUID().toString();
    LOG.error("fault {}: {} failed", id, attempted, fault);
    return new ClientError(ErrorCode.INTERNAL, messageOf(id), Map.of("id", id), path, locations);
  }

  private static String messageOf(String id) {
    return "the gateway failed to answer this; its log tells more under the id " + id;
  }
}
