package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// An SQS-compatible queue service on loopback (ElasticMQ). **Messages live in memory**: whoever
/// starts it reconciles the ledgers afterwards, for the pushes whose messages went with the last
/// process, dead letters among them.
public final class QueueServer implements AutoCloseable {
  /// The region that clients name; any would do.
  public static final String REGION = "us-east-1";

  private final SQSRestServer server;
  private final URI endpoint;
  private final SqsClient client;

  private QueueServer(SQSRestServer server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
    this.client = client(endpoint);
  }

  /// Starts the service; it answers when this returns.
  ///
  /// @throws InfraException.Unavailable when the port cannot be bound
  public static QueueServer start(int port) {
    requireFree(port);
    SQSRestServer server =
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withPort(port)
            .withServerAddress(new NodeAddress("http", "127.0.0.1", port, ""))
            .start();
    try {
      server.waitUntilStarted();
    } catch (Exception failure) { // Scala throws checked exceptions without declaring them
      throw unavailable(port, failure);
    }
    return new QueueServer(server, URI.create("http://127.0.0.1:" + port));
  }

  /// A server that could not bind cannot be stopped either, and its threads stay: so ask first.
  private static void requireFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException taken) {
      throw unavailable(port, taken);
    }
  }

  private static InfraException unavailable(int port, Exception failure) {
    return new InfraException.Unavailable(
        "starting the queue on port "
            + port
            + " failed, nothing was queued: "
            + failure.getMessage()
            + "; free the port or name another one with --port queue=PORT",
        failure);
  }

  /// A client for this or any endpoint that takes every credential; whoever asks for it closes it.
  public static SqsClient client(URI endpoint) {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(30)))
        .build();
  }

  /// Where clients send requests.
  public URI endpoint() {
    return endpoint;
  }

  /// Makes a FIFO queue, or finds it.
  ///
  /// @param name ends in `.fifo`
  /// @param visibility how long a message that was received and not deleted stays hidden
  /// @return the queue's URL
  public String fifoQueue(String name, Duration visibility) {
    return create(name, attributes(visibility));
  }

  /// The same for a queue that gives messages up.
  ///
  /// @param deadLetters the URL of the FIFO queue that takes them
  /// @param receives after how many receives without a deletion
  public String fifoQueue(String name, Duration visibility, String deadLetters, int receives) {
    String target =
        client
            .getQueueAttributes(
                request ->
                    request.queueUrl(deadLetters).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    String policy =
        JsonNodeFactory.instance
            .objectNode()
            .put("deadLetterTargetArn", target)
            .put("maxReceiveCount", receives)
            .toString();
    Map<QueueAttributeName, String> attributes = attributes(visibility);
    attributes.put(QueueAttributeName.REDRIVE_POLICY, policy);
    return create(name, attributes);
  }

  private String create(String name, Map<QueueAttributeName, String> attributes) {
    return client.createQueue(request -> request.queueName(name).attributes(attributes)).queueUrl();
  }

  private static Map<QueueAttributeName, String> attributes(Duration visibility) {
    Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
    attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
    attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(visibility.toSeconds()));
    return attributes;
  }

  /// Whether the service takes requests now.
  public boolean answers() {
    try {
      client.listQueues();
      return true;
    } catch (SdkException silent) {
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
    server.stopAndWait();
  }
}
