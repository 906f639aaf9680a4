package com.caiatech.afdp.lambdas.configuration;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.Sha256;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// What the functions that write the graph need.
///
/// @param platformFile the platform's configuration, which says where repositories are fetched
/// @param evidenceFolder the evidence store; only these functions write it
/// @param bolt the graph database
/// @param policySha256 the digest of the first trust policy, by which it is pinned
/// @param pepperFile the secret behind the ids of people
/// @param peopleFolder the data keys of people
public record ProjectionConfiguration(
    Path platformFile,
    Path evidenceFolder,
    Bolt bolt,
    Sha256 policySha256,
    Path pepperFile,
    Path peopleFolder) {

  /// A graph database and who signs in there.
  public record Bolt(URI uri, String user, String password) {
    public Bolt {
      String scheme = String.valueOf(uri.getScheme());
      if (!scheme.startsWith("bolt") && !scheme.startsWith("neo4j")) {
        throw new LambdasException.ConfigurationFault(
            "Graph database: expected an address with the scheme bolt or neo4j, found '"
                + uri
                + "'");
      }
    }

    @Override
    public String toString() {
      return "Bolt[uri=" + uri + ", user=" + user + "]";
    }
  }

  /// Reads environment variables.
  public static ProjectionConfiguration read(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    try {
      return new ProjectionConfiguration(
          settings.path("AFDP_PLATFORM_FILE"),
          settings.path("AFDP_EVIDENCE_FOLDER"),
          new Bolt(
              URI.create(settings.text("AFDP_BOLT_URI")),
              settings.text("AFDP_BOLT_USER"),
              settings.secret("AFDP_BOLT_PASSWORD_FILE")),
          new Sha256(settings.text("AFDP_POLICY_SHA256")),
          settings.path("AFDP_PEPPER_FILE"),
          settings.path("AFDP_PEOPLE_FOLDER"));
    } catch (IllegalArgumentException wrongValue) {
      throw new LambdasException.ConfigurationFault(
          "Environment: " + wrongValue.getMessage(), wrongValue);
    }
  }
}
