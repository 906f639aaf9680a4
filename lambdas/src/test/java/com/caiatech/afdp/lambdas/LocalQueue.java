package com.caiatech.afdp.lambdas;

import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A real FIFO queue on loopback.
final class LocalQueue implements AutoCloseable {
  private static final Region REGION = Region.US_EAST_1;

  private final SQSRestServer server;
  private final URI endpoint;
  private final SqsClient client;
  private String url;

  private LocalQueue(SQSRestServer server) {
    this.server = server;
    this.endpoint =
        URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    this.client =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(REGION)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
            .build();
    this.url = create(client);
  }

  static LocalQueue start() {
    return new LocalQueue(
        SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start());
  }

  /// Goes on with another, empty queue.
  void renew() {
    url = create(client);
  }

  QueueConfiguration configuration() {
    return new QueueConfiguration(url, REGION.id(), Optional.of(endpoint));
  }

  /// The messages that wait, without waiting for any.
  List<Message> received() {
    return client
        .receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(0))
        .messages();
  }

  @Override
  public void close() {
    client.close();
    server.stopAndWait();
  }

  private static String create(SqsClient client) {
    return client
        .createQueue(
            CreateQueueRequest.builder()
                .queueName("pushes-" + System.nanoTime() + ".fifo")
                .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true"))
                .build())
        .queueUrl();
  }
}
