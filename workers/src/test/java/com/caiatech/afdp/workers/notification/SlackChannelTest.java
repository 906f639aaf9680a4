package com.caiatech.afdp.workers.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlackChannelTest {
  @TempDir Path folder;
  private Receiver receiver;

  @BeforeEach
  void open() throws Exception {
    receiver = new Receiver();
    receiver.answers(Receiver.status(200, "ok"));
    SecretFile.replace(secret(), (receiver.address("/services/T0/B0/x") + "\n").getBytes(UTF_8));
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void noTextByAPersonMentionsAnybodyOrIsALink() throws Exception {
    JsonNode body =
        sent("{{reason}}", "<!channel> <@U1> <https://evil.example|afdp approve> & &lt;!here&gt;");
    String expected =
        "&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.example|afdp approve&gt; &amp;"
            + " &amp;lt;!here&amp;gt;";
    assertThat(body.path("text").asText()).isEqualTo(expected);
    assertThat(body.path("blocks"))
        .isEqualTo(
            RecordJson.mapper()
                .readTree(
                    """
                    [{"type": "section",
                      "text": {"type": "mrkdwn", "text": "%s", "verbatim": true}},
                     {"type": "context",
                      "elements": [{"type": "mrkdwn", "text": "<https://afdp.example|AFDP>", "verbatim": true}]}]
                    """
                        .formatted(expected)));
    assertThat(receiver.got().getFirst().path()).isEqualTo("/services/T0/B0/x");
  }

  @Test
  void whatAnAdminWroteStaysAsItIs() throws Exception {
    assertThat(sent("<!here> *{{service}}* failed", "x").path("text").asText())
        .isEqualTo("<!here> *sample* failed");
  }

  @Test
  void aTextIsNotCutWithinAnEscape() throws Exception {
    String text =
        sent("{{reason}}{{reason}}{{reason}}{{reason}}", "&".repeat(500)).path("text").asText();
    assertThat(text).hasSizeLessThan(3_000).endsWith("&amp;…");
  }

  @Test
  void anAddressThatIsNoneIsNeverTold() {
    SecretFile.replace(secret(), "http://hooks.example/secret".getBytes(UTF_8));
    assertThatThrownBy(() -> SlackChannel.address(secret()))
        .isInstanceOf(SchemasException.KeyFault.class)
        .hasMessageStartingWith("reading the address of an incoming webhook from " + secret())
        .hasMessageNotContaining("hooks.example")
        .hasNoCause();
  }

  private JsonNode sent(String template, String reason) throws Exception {
    Event sample = Event.sample(EventKind.FAILED, Instant.now());
    Map<Place, String> values = new EnumMap<>(sample.values());
    values.put(Place.REASON, reason);
    values.put(Place.GATEWAY, "https://afdp.example");
    Event event =
        new Event(
            sample.kind(),
            sample.subject(),
            false,
            sample.happenedAt(),
            sample.services(),
            sample.environment(),
            values,
            List.of(),
            () -> false);
    Texts texts = new Texts(Map.of(EventKind.FAILED, Template.parse(template, EventKind.FAILED)));
    assertThat(new SlackChannel(new HttpPost(Duration.ofSeconds(20)), secret(), texts).send(event))
        .isEqualTo(new Delivery.Taken());
    return RecordJson.mapper().readTree(receiver.got().getFirst().body());
  }

  private Path secret() {
    return folder.resolve("hook");
  }
}
