package com.caiatech.afdp.schemas.json;

import com.caiatech.afdp.schemas.SchemasException.ConfigurationFault;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A JSON Schema (draft 2020-12), compiled once; safe for use by many threads.
///
/// `format` is an assertion. References lead only to schemas that were handed over together, by
/// their `$id`; nothing is ever fetched.
public final class SchemaValidator {
  private static final JsonLimits LIMITS = JsonLimits.CONFIGURATION;

  private final String schemaId;
  private final Schema schema;

  private SchemaValidator(String schemaId, Schema schema) {
    this.schemaId = schemaId;
    this.schema = schema;
  }

  /// Compiles a schema from the classpath.
  ///
  /// @param anchor the class beside which the resources stand
  /// @param resource the schema's name, relative to the anchor's package or absolute with `/`
  /// @param referenced resources that hold the schemas it refers to by `$id`
  /// @throws ConfigurationFault when a resource is missing, lacks its `$id` or cannot be compiled
  public static SchemaValidator ofResource(Class<?> anchor, String resource, String... referenced) {
    List<JsonNode> others = new ArrayList<>();
    for (String name : referenced) {
      others.add(read(anchor, name));
    }
    return of(read(anchor, resource), others);
  }

  /// Compiles a schema; `referenced` are those that it refers to by `$id`.
  ///
  /// @throws ConfigurationFault when one lacks its `$id`, a reference leads nowhere, or one is no
  ///   schema of draft 2020-12
  public static SchemaValidator of(JsonNode schema, List<JsonNode> referenced) {
    String id = idOf(schema);
    Map<String, String> sources = new HashMap<>();
    sources.put(id, schema.toString());
    for (JsonNode other : referenced) {
      if (sources.put(idOf(other), other.toString()) != null) {
        throw new ConfigurationFault("JSON Schema: two schemas have the $id " + idOf(other));
      }
    }
    try {
      Schema compiled = registry(sources).getSchema(SchemaLocation.of(id));
      compiled.initializeValidators();
      return new SchemaValidator(id, compiled);
    } catch (SchemaException refused) {
      throw new ConfigurationFault(
          "JSON Schema " + id + " cannot be compiled: " + refused.getMessage(), refused);
    }
  }

  /// The schema's `$id`.
  public String schemaId() {
    return schemaId;
  }

  /// All ways in which the document breaks the schema, ordered by pointer; empty when it is valid.
  public List<SchemaProblem> validate(JsonNode document) {
    return schema.validate(document).stream()
        .map(error -> new SchemaProblem(error.getInstanceLocation().toString(), error.getMessage()))
        .sorted()
        .distinct()
        .toList();
  }

  private static SchemaRegistry registry(Map<String, String> sources) {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .formatAssertionsEnabled(true)
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .preloadSchema(true)
            .build();
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder ->
            builder
                .schemaRegistryConfig(config)
                .schemaLoader(
                    loader ->
                        loader
                            .fetchRemoteResources(false)
                            .resourceLoaders(resources -> resources.resources(sources))));
  }

  private static String idOf(JsonNode schema) {
    JsonNode id = schema.path("$id");
    if (!id.isTextual() || id.textValue().isEmpty()) {
      throw new ConfigurationFault("JSON Schema: expected a schema with an $id, found none");
    }
    return id.textValue();
  }

  private static JsonNode read(Class<?> anchor, String resource) {
    try (InputStream stream = anchor.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new ConfigurationFault(
            "JSON Schema: no resource '" + resource + "' beside " + anchor.getName());
      }
      return StrictJson.parse(stream.readAllBytes(), LIMITS);
    } catch (IOException unreadable) {
      throw new ConfigurationFault(
          "JSON Schema: resource '" + resource + "' cannot be read", unreadable);
    }
  }
}
