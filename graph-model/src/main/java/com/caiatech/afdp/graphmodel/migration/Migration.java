package com.caiatech.afdp.graphmodel.migration;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.schemas.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// One step of the graph's schema: a file of idempotent Cypher statements that never changes once
/// it is published.
///
/// @param version counts from 1
/// @param checksum SHA-256 of the file's bytes
public record Migration(int version, String name, Sha256 checksum, List<String> statements) {
  /// Every migration, in order. A new one is a new file and its name here.
  public static final List<Migration> ALL =
      List.of(
          read(1, "identities"),
          read(2, "orders_of_lists"),
          read(3, "intervals"),
          read(4, "soundness"),
          read(5, "rollback_targets"),
          read(6, "registrations"),
          read(7, "progress"),
          read(8, "asserted_deployments"),
          read(9, "named_deployments"),
          read(10, "orders_that_are_asked_for"),
          read(11, "search_and_findings"),
          read(12, "annotations"),
          read(13, "saved_queries"));

  public Migration {
    if (version < 1 || statements.isEmpty()) {
      throw new IllegalArgumentException(
          "Migration "
              + name
              + ": expected a version of at least 1 and at least one statement, found version "
              + version
              + " and "
              + statements.size()
              + " statements");
    }
    statements = List.copyOf(statements);
  }

  private static Migration read(int version, String name) {
    String resource = "V" + version + "__" + name + ".cypher";
    try (InputStream file = Migration.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new GraphModelException.MissingResource("Reading migration " + resource + ": absent");
      }
      byte[] content = file.readAllBytes();
      List<String> statements =
          Arrays.stream(new String(content, StandardCharsets.UTF_8).split(";\\s*\\n", -1))
              .map(String::strip)
              .filter(statement -> !statement.isEmpty())
              .toList();
      return new Migration(version, name, Sha256.of(content), statements);
    } catch (IOException unreadable) {
      throw new GraphModelException.MissingResource(
          "Reading migration " + resource + " failed: " + unreadable, unreadable);
    }
  }
}
