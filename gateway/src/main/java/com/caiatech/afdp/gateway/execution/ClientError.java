package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.error.ErrorCode;
import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error as a client sees it: `extensions.code` says what to do about it, `details` stand beside
/// the code.
public record ClientError(
    ErrorCode code,
    String message,
    Map<String, Object> details,
    @Nullable List<Object> path,
    @Nullable List<SourceLocation> locations)
    implements GraphQLError {
  private static final long serialVersionUID = 1L;

  public ClientError {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  @Override
  public String getMessage() {
    return message;
  }

  @Override
  public @Nullable List<SourceLocation> getLocations() {
    return locations;
  }

  @Override
  public @Nullable List<Object> getPath() {
    return path;
  }

  @Override
  public ErrorClassification getErrorType() {
    return ErrorClassification.errorClassification(code.name());
  }

  @Override
  public Map<String, Object> getExtensions() {
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put("code", code.name());
    extensions.putAll(details);
    return extensions;
  }

  @Override
  public Map<String, Object> toSpecification() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", message);
    if (locations != null && !locations.isEmpty()) {
      error.put("locations", locations.stream().map(ClientError::lineAndColumn).toList());
    }
    if (path != null) {
      error.put("path", path);
    }
    error.put("extensions", getExtensions());
    return error;
  }

  private static Map<String, Integer> lineAndColumn(SourceLocation location) {
    Map<String, Integer> ordered = new LinkedHashMap<>();
    ordered.put("line", location.getLine());
    ordered.put("column", location.getColumn());
    return ordered;
  }
}
