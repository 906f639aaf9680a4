package com.caiatech.afdp.gateway.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.error.GatewayException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ConfigurationFileFuzzTest {
  private static final int MAX_BYTES = 16 * 1024;
  private static final Path FOLDER = Path.of("/state");

  /// What is taken means the same however YAML writes it.
  @FuzzTest
  void aConfigurationReadsBackOrHasItsProblemsNamed(byte[] bytes) {
    String yaml = new String(bytes, UTF_8);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    GatewayConfiguration configuration;
    try {
      configuration = ConfigurationFile.parse("gateway.yaml", FOLDER, yaml);
    } catch (GatewayException.InvalidConfiguration invalid) {
      assertThat(invalid.problems()).isNotEmpty().noneMatch(String::isBlank);
      return;
    }
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    assertThat(ConfigurationFile.parse("gateway.yaml", FOLDER, new Yaml().dump(tree)))
        .isEqualTo(configuration);
  }
}
