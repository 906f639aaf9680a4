package com.caiatech.afdp.schemas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Series;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
  private static final VolumeName FIRST = Series.TRUST_POLICY.firstVolume();

  @TempDir Path folder;

  @Test
  void twoRepositoriesThatAreToFollowOneVolumeAreRefusedByName() throws Exception {
    Path file = folder.resolve("platform.json");
    new PlatformFile(file).replace(platform(FIRST.next(), FIRST));
    assertThat(new PlatformFile(file).current().laterPolicies()).containsExactly(FIRST.next());
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"name\" : \"trust-policy\",", "\"name\" : \"trust-policy-2\","));
    assertThatThrownBy(() -> new PlatformFile(file).current())
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageContaining("expected one address for each volume, found two for trust-policy-2")
        .hasMessageContaining("git://host/0.git and git://host/1.git")
        .hasMessageContaining("follow trust-policy")
        .hasMessageContaining("take the other out of the platform's configuration");
  }

  @Test
  void policiesAreInTheOrderOfTheirChain() {
    VolumeName tenth = new VolumeName(FIRST + "-10");
    assertThat(platform(tenth, FIRST.next(), FIRST, Series.CHECKS.firstVolume()).policies())
        .extracting(Platform.Volume::name)
        .containsExactly(FIRST, FIRST.next(), tenth);
  }

  private static Platform platform(VolumeName... names) {
    List<Platform.Volume> volumes =
        List.of(names).stream()
            .map(
                name ->
                    new Platform.Volume(
                        name,
                        Series.of(name),
                        URI.create("git://host/" + List.of(names).indexOf(name) + ".git")))
            .toList();
    return new Platform("afdp-test", List.of(), volumes, List.of(), List.of());
  }
}
