package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostedRegistrationTest {
  private static final Platform CONFIGURED =
      new Platform("afdp-test", List.of(), List.of(), List.of(), List.of())
          .withHosts(
              List.of(new Host(new HostName("hub"), HostKind.GITHUB, List.of("github.com"))),
              List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/acme/shop.git",
        "ssh://git@github.com/acme/shop.git",
        "git@github.com:acme/shop.git",
        "https://ghp_s3cret@github.com/acme/shop.git",
        "https://someone:s3cret@github.com/acme/shop.git"
      })
  void anAddressOnAConfiguredHostIsHostedWithAnAccountInItToo(String location) {
    assertThat(HostedRegistration.isHosted(CONFIGURED, location)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com@elsewhere.example/acme/shop.git",
        "https://elsewhere.example/a@github.com/shop.git",
        "file:///srv/git/shop.git",
        "acme/shop"
      })
  void whatIsElsewhereIsNot(String location) {
    assertThat(HostedRegistration.isHosted(CONFIGURED, location)).isFalse();
  }
}
