package com.caiatech.afdp.lambdas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.lambdas.testing.LedgerFixture;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.lambdas.testing.SignedDelivery;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.FirstPolicy;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

/// The functions as AWS Lambda runs them: each archive unpacked, started by AWS's own runtime
/// interface client in a JVM of its own, with a real queue, a real graph and a real ledger.
@NullUnmarked // fields that JUnit fills
class FunctionArchiveIT {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @RegisterExtension static final QueueFixture QUEUES = new QueueFixture();

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-02-01T12:00:00.000Z");
  private static final OpenPgpSecretKey WORKER = key("worker");
  private static final LedgerRecord POLICY =
      FirstPolicy.of(
          key("root"),
          WORKER.publicKey(),
          Ed25519SigningKey.generate().verifyingKey(),
          "afdp-test",
          List.of(),
          SubjectId.create(NOW),
          NOW);
  private static final String POLICIES = "ledgers/" + Series.TRUST_POLICY.firstVolume();
  private static final String UNREACHABLE = "ledgers/" + Series.APPROVALS.firstVolume();
  private static final SignedDelivery PUSH =
      SignedDelivery.push("local", POLICIES, new CommitId("a".repeat(40)), "d-1");

  @TempDir static Path tasks;
  @TempDir Path folder;
  private final QueueFixture.Queue queue = QUEUES.create();
  private LedgerFixture policies;

  @BeforeEach
  void platform() throws IOException {
    NEO4J.clear();
    policies = new LedgerFixture(folder.resolve("policies.git"), Series.TRUST_POLICY);
    URI nowhere = folder.resolve("nowhere.git").toUri();
    new PlatformFile(folder.resolve("platform.json"))
        .replace(
            SignedDelivery.at(
                new Platform(
                    "afdp-test",
                    List.of(),
                    List.of(
                        policies.volume(),
                        new Platform.Volume(
                            Series.APPROVALS.firstVolume(), Series.APPROVALS, nowhere)),
                    List.of(),
                    List.of())));
    Pepper.readOrGenerate(folder.resolve("pepper"));
    Files.writeString(folder.resolve("bolt-password"), NEO4J.password() + "\n");
    SignedDelivery.secrets(folder);
  }

  @Test
  void aSignedPushGoesFromTheWebhookThroughTheQueueIntoTheGraph() throws Exception {
    policies.add(WORKER, NOW.plusSeconds(1), POLICY);
    try (FunctionProcess webhook = start(FunctionArchive.PUSH_WEBHOOK, webhookSettings())) {
      JsonNode answer = JSON.readTree(webhook.answer(delivery(PUSH)));
      assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(202);
    }
    String message = queue.receive().getFirst().body();
    assertThat(PushEvent.parse(message).repository().fullName()).isEqualTo(POLICIES);

    Map<String, String> settings = projectionSettings();
    settings.putAll(queueSettings());
    QueueFixture.Queue dead = QUEUES.create();
    settings.put("AFDP_DEAD_LETTER_QUEUE_URL", dead.configuration().url());
    try (FunctionProcess projection = start(FunctionArchive.PROJECT_PUSH, settings)) {
      assertThat(JSON.readTree(projection.answer(batch(message))))
          .isEqualTo(JSON.readTree("{\"batchItemFailures\":[]}"));
      assertThat(projection.log()).contains("WARN", "A new policy waits for volume");
      assertThat(JSON.readTree(projection.answer(batch("garbage"))))
          .isEqualTo(JSON.readTree("{\"batchItemFailures\":[]}"));
    }
    assertThat(dead.receive()).extracting(Message::body).containsExactly("garbage");
    assertThat(texts("MATCH (r:Record) RETURN r.kind + ' ' + r.verdict AS text"))
        .containsExactly("policy trusted");
  }

  @Test
  void aPushWithAWrongSignatureGets401AndARefusalIsSeenInTheLog() throws Exception {
    SignedDelivery forged = PUSH.with("X-AFDP-Signature-256", "sha256=" + "0".repeat(64));
    SignedDelivery malformed =
        SignedDelivery.to("local", "[]")
            .with("X-AFDP-Event", "push")
            .signed("X-AFDP-Signature-256", "sha256=", SignedDelivery.SECRET);
    try (FunctionProcess webhook = start(FunctionArchive.PUSH_WEBHOOK, webhookSettings())) {
      assertThat(JSON.readTree(webhook.answer(delivery(forged))).path("statusCode"))
          .hasToString("401");
      assertThat(JSON.readTree(webhook.answer(delivery(malformed))).path("statusCode"))
          .hasToString("400");
      assertThat(webhook.log())
          .contains("PushWebhook - Webhook refused with 400: Push payload: expected a JSON object");
    }
    assertThat(queue.receive()).isEmpty();
  }

  @Test
  void theScheduledSweepQueuesWhatNoWebhookToldOfAndReportsIt() throws Exception {
    policies.add(WORKER, NOW.plusSeconds(1), POLICY);
    Map<String, String> settings = projectionSettings();
    settings.putAll(queueSettings());
    try (FunctionProcess sweep = start(FunctionArchive.RECONCILE_LEDGERS, settings)) {
      assertThat(JSON.readTree(sweep.answer(schedule())))
          .isEqualTo(
              JSON.readTree(
                  "{\"queued\":[\"%s\"],\"unreachable\":[\"%s\"],\"leftOut\":[],\"pendingRanges\":0}"
                      .formatted(POLICIES, UNREACHABLE)));
    }
    assertThat(queue.receive())
        .singleElement()
        .satisfies(
            message ->
                assertThat(PushEvent.parse(message.body()).repository().fullName())
                    .isEqualTo(POLICIES));
  }

  @Test
  void aSettingThatMeansNothingIsNamedAtTheStart() throws Exception {
    Map<String, String> settings = webhookSettings();
    settings.put("AFDP_QUEUE_ULR", "x");
    try (FunctionProcess webhook = start(FunctionArchive.PUSH_WEBHOOK, settings)) {
      assertThat(catchThrowable(() -> webhook.answer(delivery(PUSH))))
          .hasStackTraceContaining("Environment: AFDP_QUEUE_ULR: unknown, expected one of [");
    }
  }

  private FunctionProcess start(FunctionArchive archive, Map<String, String> settings)
      throws IOException {
    Path task = tasks.resolve(archive.name());
    if (!Files.exists(task)) {
      archive.unpack(task);
    }
    return FunctionProcess.start(
        archive.handler(), task, folder.resolve(archive.name() + ".log"), settings);
  }

  private Map<String, String> webhookSettings() {
    Map<String, String> settings = queueSettings();
    settings.put("AFDP_PLATFORM_FILE", file("platform.json"));
    settings.put("AFDP_WEBHOOK_SECRETS_FOLDER", file("webhook-secrets"));
    return settings;
  }

  private Map<String, String> queueSettings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("AWS_REGION", queue.configuration().region());
    settings.put("AFDP_QUEUE_URL", queue.configuration().url());
    settings.put(
        "AFDP_QUEUE_ENDPOINT", queue.configuration().localEndpoint().orElseThrow().toString());
    return settings;
  }

  private Map<String, String> projectionSettings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("AFDP_PLATFORM_FILE", file("platform.json"));
    settings.put("AFDP_EVIDENCE_FOLDER", file("evidence"));
    settings.put("AFDP_BOLT_URI", NEO4J.boltUri().toString());
    settings.put("AFDP_BOLT_USER", NEO4J.user());
    settings.put("AFDP_BOLT_PASSWORD_FILE", file("bolt-password"));
    settings.put("AFDP_POLICY_SHA256", TrustPolicy.digest(POLICY).value());
    settings.put("AFDP_PEPPER_FILE", file("pepper"));
    settings.put("AFDP_PEOPLE_FOLDER", file("people"));
    return settings;
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  /// A webhook's delivery as API Gateway hands it in, in its payload format 2.0.
  private static String delivery(SignedDelivery delivery) {
    ObjectNode event = JSON.createObjectNode();
    String path = "/webhook/" + delivery.hook();
    event.put("version", "2.0").put("routeKey", "POST /webhook/{hook}").put("rawPath", path);
    event.put("rawQueryString", "").put("isBase64Encoded", false);
    event.put("body", new String(delivery.body(), StandardCharsets.UTF_8));
    ObjectNode headers = event.putObject("headers").put("content-type", "application/json");
    delivery.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    event
        .putObject("requestContext")
        .put("accountId", "123456789012")
        .put("stage", "$default")
        .put("timeEpoch", NOW.toEpochMilli())
        .putObject("http")
        .put("method", "POST")
        .put("path", path)
        .put("protocol", "HTTP/1.1")
        .put("sourceIp", "127.0.0.1");
    return event.toString();
  }

  /// A message as the queue's event source mapping hands it in.
  private static String batch(String body) {
    ObjectNode event = JSON.createObjectNode();
    ObjectNode message = event.putArray("Records").addObject();
    message.put("messageId", "m-1").put("receiptHandle", "r-1").put("body", body);
    message.put("eventSource", "aws:sqs").put("awsRegion", "us-east-1");
    message.put("eventSourceARN", "arn:aws:sqs:us-east-1:123456789012:pushes.fifo");
    message.putObject("messageAttributes");
    message
        .putObject("attributes")
        .put("ApproximateReceiveCount", "1")
        .put("MessageGroupId", POLICIES);
    return event.toString();
  }

  private static String schedule() {
    ObjectNode event = JSON.createObjectNode();
    event.put("id", "e-1").put("detail-type", "Scheduled Event").put("source", "aws.events");
    event.put("account", "123456789012").put("region", "us-east-1").put("time", NOW.toString());
    event.putArray("resources").add("arn:aws:events:us-east-1:123456789012:rule/sweep");
    event.putObject("detail");
    return event.toString();
  }

  private static OpenPgpSecretKey key(String name) {
    return OpenPgpSecretKey.generate(
        "AFDP " + name + " <" + name + "@afdp.invalid>", Instant.parse("2025-12-01T00:00:00Z"));
  }

  private static List<String> texts(String statement) {
    return NEO4J.driver().executableQuery(statement).execute().records().stream()
        .map(row -> row.get("text").asString())
        .toList();
  }
}
