package com.caiatech.afdp.schemas.configuration;

import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Reads a configuration file in YAML (or JSON, which is YAML).
public final class YamlText {
  private static final int ALIASES = 10;

  private YamlText() {}

  /// The mapping that the text is. Keys that are there twice are errors.
  ///
  /// @throws IllegalArgumentException when it is none
  public static Map<?, ?> mapping(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(ALIASES);
    Object loaded;
    try {
      loaded = new Yaml(new SafeConstructor(options)).load(yaml);
    } catch (YAMLException malformed) {
      throw new IllegalArgumentException("expected YAML: " + malformed.getMessage(), malformed);
    }
    if (!(loaded instanceof Map<?, ?> root)) {
      throw new IllegalArgumentException("expected a mapping");
    }
    return root;
  }
}
