package com.caiatech.afdp.infra.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.security.LocalToken;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.caiatech.afdp.infra.state.StateLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPeopleTest {
  private static final Instant NOW = Instant.parse("2026-11-02T15:00:00Z");

  @TempDir private Path folder;
  private StateLayout layout;

  @BeforeEach
  void makeTheFolder() throws Exception {
    layout = new StateLayout(folder);
    OwnerOnly.folder(Objects.requireNonNull(layout.token("viewer").getParent()));
  }

  @Test
  void aTokenEndsAfterNinetyDaysAndIsMadeAnewBefore() throws Exception {
    Map<String, String> tokens = LocalPeople.ensure(layout, NOW);
    assertThat(tokens).hasSize(Role.values().length);
    assertThat(tokens.values()).allMatch(it -> it.matches("afdp_20270131_[A-Za-z0-9_-]{43}"));
    assertThat(LocalPeople.forGateway(tokens))
        .extracting(LocalToken::expires)
        .containsOnly(Instant.parse("2027-01-31T00:00:00Z"));
    assertThat(LocalPeople.ensure(layout, NOW.plus(Duration.ofDays(59)))).isEqualTo(tokens);
    Map<String, String> renewed = LocalPeople.ensure(layout, NOW.plus(Duration.ofDays(60)));
    assertThat(renewed.values()).doesNotContainAnyElementsOf(tokens.values());
    Path file = layout.token("viewer");
    assertThat(file).hasContent(renewed.get("viewer"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aTokenThatSaysNoDayIsReplaced() {
    for (String old : new String[] {"of-an-earlier-version", "afdp_20271301_no-such-month"}) {
      OwnerOnly.write(layout.token("viewer"), old.getBytes(StandardCharsets.UTF_8));
      assertThat(LocalPeople.ensure(layout, NOW).get("viewer")).startsWith("afdp_20270131_");
    }
  }
}
