package com.caiatech.afdp.workers.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.signing.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationSettingsTest {
  private static final Platform PLATFORM =
      Happenings.PLATFORM.withHosts(
          List.of(new Host(new HostName("github"), HostKind.GITHUB, List.of("github.com"))),
          List.of());

  @TempDir Path folder;

  @BeforeEach
  void makeSecret() {
    secret("ops.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  }

  @Test
  void aChannelHasAFilterAndTextsOfItsOwn() throws Exception {
    NotificationSettings.Configured read =
        read(
            """
            gateway: https://afdp.example
            channels:
              - name: ops
                kind: webhook
                url: https://ops.example/afdp
                secretFile: ops.secret
                events: [deployment.failed, incident.opened]
                services: [checkout]
                environments: [production]
                templates:
                  deployment.failed: "{{service}}: {{ reason }}"
            """);
    assertThat(read.gateway()).isEqualTo("https://afdp.example");
    ConfiguredChannel ops = read.channels().getFirst();
    assertThat(ops.name()).isEqualTo("ops");
    assertThat(ops.filter().kinds()).isEqualTo(Set.of(EventKind.FAILED, EventKind.INCIDENT_OPENED));
    Event failed = Event.sample(EventKind.FAILED, Instant.now());
    assertThat(ops.filter().takes(failed)).as("another service").isFalse();
    assertThat(((WebhookChannel) ops.channel()).texts().of(failed, UnaryOperator.identity()))
        .isEqualTo("sample: sample reason");
  }

  @Test
  void everyProblemIsToldAtOnceAndNoSecretWithThem() {
    secret("open.secret", "tea-time");
    assertThatThrownBy(
            () ->
                read(
                    """
                    gatway: https://afdp.example
                    gateway: ftp://afdp.example
                    channels:
                      - name: ops
                        kind: webhook
                        url: http://ops.example/hidden
                        secretFile: open.secret
                        events: [deployment.faild]
                        templates:
                          deployment.failed: "{{servce}} failed"
                          deployment.opened: "{{service"
                          incident.opened: "{{plan}}"
                      - name: ops
                        kind: pigeon
                      - name: mail
                        kind: smtp
                        host: smtp.example
                        security: none
                        passwordFile: open.secret
                        from: "tea\r\nBcc: all@example.org"
                        events: [incident.opened]
                    """))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageStartingWith("Reading notifications from notifications.yaml: ")
        .hasMessageContaining("gatway: unknown")
        .hasMessageContaining("gateway: expected an address that begins with https://")
        .hasMessageContaining("channels[0].url: expected an address that begins with https://")
        .hasMessageContaining("channels[0].secretFile: reading the secrets of a webhook from ")
        .hasMessageContaining("channels[0].events: expected events among deployment.opened, ")
        .hasMessageContaining("found 'deployment.faild'")
        .hasMessageContaining("channels[0].templates.deployment.failed: expected a place of")
        .hasMessageContaining("found 'servce' (did you mean service?)")
        .hasMessageContaining("channels[0].templates.deployment.opened: expected each {{ to be")
        .hasMessageContaining("channels[0].templates.incident.opened: expected a place of")
        .hasMessageContaining("channels[1].name: expected a name of its own, found 'ops' twice")
        .hasMessageContaining("channels[1].kind: expected one of webhook")
        .hasMessageContaining("channels[1].events: expected the events that are sent")
        .hasMessageContaining("channels[2].security: expected starttls or tls for another machine")
        .hasMessageContaining("channels[2].from: expected an address such as team@example.org")
        .hasMessageContaining("channels[2].to: expected at least one address, found none")
        .hasMessageContaining("channels[2].user: expected the account that goes with passwordFile")
        .hasMessageNotContaining("tea-time")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void aSecretThatOthersMayReadIsRefused() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("ops.secret"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(
            () ->
                read(
                    """
                    channels:
                      - {name: ops, kind: webhook, url: "https://ops.example", secretFile: ops.secret, events: [deployment.failed]}
                    """))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageContaining("is open to others (rw-r--r--), expected rw-------");
  }

  /// The example that admins copy, and the table of what a text may name.
  @Test
  void whatIsDocumentedHolds() throws Exception {
    String readme = Files.readString(Path.of("..", "infra", "README.md"));
    String section = readme.substring(readme.indexOf("## Notifications"));
    String example = section.substring(section.indexOf("```") + 3);
    secret("team.url", "https://hooks.example/services/T0/B0/x");
    secret("smtp.password", "tea-time");
    secret("github.token", "tea-time");
    NotificationSettings.Configured read = read(example.substring(0, example.indexOf("```")));
    assertThat(read.channels())
        .extracting(ConfiguredChannel::name)
        .containsExactly("ops", "team", "mail", "statuses");
    for (EventKind kind : EventKind.values()) {
      assertThat(section).contains("`" + kind.value() + "`");
      assertThat(kind.places())
          .allSatisfy(place -> assertThat(section).contains("`" + place.value() + "`"));
    }
  }

  @Test
  void theTextOfEveryKindCanBeMade() {
    for (EventKind kind : EventKind.values()) {
      Event event = Event.sample(kind, Instant.now());
      assertThat(Template.ofKind(kind).text(event, UnaryOperator.identity()))
          .contains("sample")
          .doesNotContain("{{");
      assertThat(EventKind.of(kind.value())).isEqualTo(kind);
    }
  }

  private NotificationSettings.Configured read(String yaml) throws IOException {
    return NotificationSettings.read(
        Files.writeString(folder.resolve("notifications.yaml"), yaml),
        () -> PLATFORM,
        Clock.systemUTC());
  }

  private void secret(String name, String content) {
    SecretFile.replace(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }
}
