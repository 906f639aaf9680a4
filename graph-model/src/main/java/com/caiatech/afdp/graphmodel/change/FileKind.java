package com.caiatech.afdp.graphmodel.change;

/// What a file is, by its path alone, as the GraphQL enumeration of that name has it.
public enum FileKind {
  CODE,
  TEST,
  DOCUMENTATION,
  DEPENDENCIES,
  MIGRATION,
  INFRASTRUCTURE,
  CONFIGURATION;

  private static final String CYPHER =
      """
      CASE
        WHEN path =~ '(?i:(?:.*/)?(?:tests?|specs?|__tests__|testdata)/.*)|.*(?:Tests?|IT)\\\\.\\\\w+|.*[._-](?:test|spec)\\\\.\\\\w+|(?:.*/)?test_[^/]*\\\\.py'
          THEN 'TEST'
        WHEN lower =~ '.*\\\\.(?:java|kt|go|py|tsx?|jsx?|rs|rb|cs|c|cc|cpp|h|scala|swift|php)'
          THEN 'CODE'
        WHEN lower =~ '(?:.*/)?(?:pom\\\\.xml|build\\\\.gradle(?:\\\\.kts)?|libs\\\\.versions\\\\.toml|package(?:-lock)?\\\\.json|yarn\\\\.lock|pnpm-lock\\\\.yaml|go\\\\.(?:mod|sum)|cargo\\\\.(?:toml|lock)|requirements[^/]*\\\\.txt|gemfile(?:\\\\.lock)?|poetry\\\\.lock|pyproject\\\\.toml|composer\\\\.(?:json|lock)|[^/]*\\\\.csproj)'
          THEN 'DEPENDENCIES'
        WHEN lower =~ '.*\\\\.(?:md|adoc|rst|txt)|(?:.*/)?docs?/.*|(?:.*/)?(?:license|notice|authors|changelog|readme)'
          THEN 'DOCUMENTATION'
        WHEN lower =~ '.*\\\\.sql|(?:.*/)?(?:migrations?|flyway|liquibase)/.*' THEN 'MIGRATION'
        WHEN lower =~ '.*\\\\.(?:tf|tfvars|hcl|bicep)|(?:.*/)?(?:dockerfile|docker-compose|jenkinsfile)[^/]*|(?:.*/)?(?:helm|charts|k8s|kubernetes|terraform|ansible|deploy)/.*\\\\.(?:ya?ml|json|tpl|sh)|\\\\.github/.*'
          THEN 'INFRASTRUCTURE'
        WHEN lower =~ '.*\\\\.(?:ya?ml|properties|toml|ini|conf|cfg|env|json)' THEN 'CONFIGURATION'
        ELSE 'CODE' END""";

  /// An expression for the name of the kind of a file whose path the variable `path` holds, and
  /// `lower` in lower case.
  public static String cypher() {
    return CYPHER;
  }
}
