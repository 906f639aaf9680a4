package com.caiatech.afdp.lambdas.queue;

import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// Clients of the service that a queue lies at.
final class SqsClients {
  /// Any pair serves a queue that asks for none.
  private static final AwsBasicCredentials LOCAL = AwsBasicCredentials.create("local", "local");

  private SqsClients() {}

  /// A client; whoever asks for it closes it.
  static SqsClient of(QueueConfiguration configuration) {
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
    return builder.build();
  }
}
