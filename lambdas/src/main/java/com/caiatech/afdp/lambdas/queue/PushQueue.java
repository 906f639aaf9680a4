package com.caiatech.afdp.lambdas.queue;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import com.caiatech.afdp.schemas.event.PushEvent;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// The SQS FIFO queue of pushes: one message group a repository, so that its pushes keep their
/// order, de-duplicated by the delivery's id.
public final class PushQueue implements AutoCloseable {
  /// Any pair serves a queue that asks for none.
  private static final AwsBasicCredentials LOCAL = AwsBasicCredentials.create("local", "local");

  private final SqsClient client;
  private final String url;

  public PushQueue(QueueConfiguration configuration) {
    SqsClientBuilder builder =
        SqsClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .region(Region.of(configuration.region()));
    configuration
        .localEndpoint()
        .ifPresent(
            endpoint ->
                builder
                    .endpointOverride(endpoint)
                    .credentialsProvider(StaticCredentialsProvider.create(LOCAL)));
    this.client = builder.build();
    this.url = configuration.url();
  }

  /// Puts the push into the queue; it is durable there when this returns.
  ///
  /// @throws LambdasException.Unavailable when the queue does not take it
  public void send(PushEvent event) {
    try {
      client.sendMessage(
          request ->
              request
                  .queueUrl(url)
                  .messageBody(event.json())
                  .messageGroupId(event.repository().fullName())
                  .messageDeduplicationId(event.delivery()));
    } catch (SdkException fault) {
      throw new LambdasException.Unavailable(
          "Queueing push "
              + event.delivery()
              + " of "
              + event.repository().fullName()
              + " failed: "
              + fault.getMessage()
              + "; it is not queued, the sender may try again",
          fault);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
