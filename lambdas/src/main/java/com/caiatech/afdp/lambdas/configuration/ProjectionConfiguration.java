package com.caiatech.afdp.lambdas.configuration;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.configuration.Section;
import com.caiatech.afdp.schemas.id.Sha256;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the functions that write the graph need.
///
/// @param platformFile the platform's configuration, which says where repositories are fetched
/// @param evidenceFolder the evidence store; only these functions write it
/// @param bolt the graph database
/// @param policySha256 the digest of the first trust policy, by which it is pinned
/// @param pepperFile the secret behind the ids of people
/// @param peopleFolder the data keys of people
/// @param gitCredentials the folder with an account for each Git host that asks for one; absent
///   where none does
/// @param registeredFile where the webhook function is told which repositories were registered by
///   mutation; absent where it is not
public record ProjectionConfiguration(
    Path platformFile,
    Path evidenceFolder,
    Bolt bolt,
    Sha256 policySha256,
    Path pepperFile,
    Path peopleFolder,
    @Nullable Path gitCredentials,
    @Nullable Path registeredFile) {

  /// Settings without accounts at Git hosts and without a webhook function to tell.
  public ProjectionConfiguration(
      Path platformFile,
      Path evidenceFolder,
      Bolt bolt,
      Sha256 policySha256,
      Path pepperFile,
      Path peopleFolder) {
    this(platformFile, evidenceFolder, bolt, policySha256, pepperFile, peopleFolder, null, null);
  }

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
    Section settings = Settings.of(environment);
    Optional<Path> platform = settings.parsed("AFDP_PLATFORM_FILE", Path::of);
    Optional<Path> evidence = settings.parsed("AFDP_EVIDENCE_FOLDER", Path::of);
    Optional<URI> bolt = settings.parsed("AFDP_BOLT_URI", URI::create);
    Optional<String> user = settings.requiredText("AFDP_BOLT_USER");
    Optional<String> password = settings.secret("AFDP_BOLT_PASSWORD_FILE");
    Optional<Sha256> policy = settings.parsed("AFDP_POLICY_SHA256", Sha256::new);
    Optional<Path> pepper = settings.parsed("AFDP_PEPPER_FILE", Path::of);
    Optional<Path> people = settings.parsed("AFDP_PEOPLE_FOLDER", Path::of);
    Path credentials =
        settings.optionalText("AFDP_GIT_CREDENTIALS_FOLDER").map(Path::of).orElse(null);
    Path registered = settings.optionalText("AFDP_REGISTERED_FILE").map(Path::of).orElse(null);
    return settings.complete(
        Settings.READING,
        () ->
            new ProjectionConfiguration(
                platform.orElseThrow(),
                evidence.orElseThrow(),
                new Bolt(bolt.orElseThrow(), user.orElseThrow(), password.orElseThrow()),
                policy.orElseThrow(),
                pepper.orElseThrow(),
                people.orElseThrow(),
                credentials,
                registered));
  }
}
