package com.caiatech.afdp.lambdas.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/// An SQS-compatible server for the tests of a class, stopped after them.
public final class QueueFixture implements AfterAllCallback {
  private static final Region REGION = Region.US_EAST_1;
  private static final int AT_MOST = 10;

  private final AtomicInteger queues = new AtomicInteger();
  private final SQSRestServer server;
  private final URI endpoint;
  private final SqsClient client;

  public QueueFixture() {
    server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    endpoint = URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    client =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(REGION)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
            .build();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop();
  }

  /// Stops the server; its queues do not answer from now on.
  public void stop() {
    client.close();
    server.stopAndWait();
  }

  /// A new empty FIFO queue.
  public Queue create() {
    String name = "pushes-" + queues.incrementAndGet() + ".fifo";
    return new Queue(
        client
            .createQueue(
                request ->
                    request
                        .queueName(name)
                        .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
            .queueUrl());
  }

  /// Where no queue is: nothing can be sent there.
  public static QueueConfiguration nowhere() {
    URI endpoint = URI.create("http://127.0.0.1:1");
    return new QueueConfiguration(endpoint + "/none.fifo", REGION.id(), Optional.of(endpoint));
  }

  /// The messages as AWS hands them to a function.
  public static SQSEvent batch(List<Message> messages) {
    SQSEvent event = new SQSEvent();
    event.setRecords(messages.stream().map(QueueFixture::record).toList());
    return event;
  }

  private static SQSEvent.SQSMessage record(Message message) {
    SQSEvent.SQSMessage record = new SQSEvent.SQSMessage();
    record.setMessageId(message.messageId());
    record.setReceiptHandle(message.receiptHandle());
    record.setBody(message.body());
    record.setAttributes(message.attributesAsStrings());
    return record;
  }

  /// One queue.
  public final class Queue {
    private final String url;

    private Queue(String url) {
      this.url = url;
    }

    public QueueConfiguration configuration() {
      return new QueueConfiguration(url, REGION.id(), Optional.of(endpoint));
    }

    /// Puts a message of any body into a group.
    public void send(String group, String body) {
      client.sendMessage(
          request ->
              request
                  .queueUrl(url)
                  .messageBody(body)
                  .messageGroupId(group)
                  .messageDeduplicationId(UUID.randomUUID().toString()));
    }

    /// The messages that can be taken now, with their attributes.
    public List<Message> receive() {
      return client
          .receiveMessage(
              request ->
                  request
                      .queueUrl(url)
                      .maxNumberOfMessages(AT_MOST)
                      .waitTimeSeconds(0)
                      .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
          .messages();
    }

    /// Takes the message out for good, after success. As at SQS, one that is gone may be deleted.
    public void delete(Message message) {
      try {
        client.deleteMessage(
            request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
      } catch (ReceiptHandleIsInvalidException gone) {
        assertThat(gone).hasMessageContaining(message.receiptHandle());
      }
    }

    /// Gives the message back, after a failure.
    public void giveBack(Message message) {
      client.changeMessageVisibility(
          request ->
              request.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    }
  }
}
