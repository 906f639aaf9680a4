package com.caiatech.afdp.lambdas.queue;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import com.caiatech.afdp.schemas.event.PushEvent;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The SQS FIFO queue of pushes: one message group a repository, so that its pushes keep their
/// order, de-duplicated by the delivery's id.
public final class PushQueue implements AutoCloseable {
  private final SqsClient client;
  private final String url;

  public PushQueue(QueueConfiguration configuration) {
    this.client = SqsClients.of(configuration);
    this.url = configuration.url();
  }

  /// Puts the push into the queue; it is durable there when this returns.
  ///
  /// @throws LambdasException.Unavailable when the queue does not take it
  public void send(PushEvent event) {
    send(event.repository().fullName(), event.json(), event.delivery());
  }

  /// Puts a message of the queue into it once more, at the end of its group and received by nobody
  /// yet. Its de-duplication id is a new one, so that the queue takes it however short ago the same
  /// message came.
  ///
  /// @throws LambdasException.Unavailable when the queue does not take it
  public void sendAgain(String group, String body) {
    send(group, body, "again-" + UUID.randomUUID());
  }

  /// Takes a message that was received out of the queue.
  ///
  /// @throws LambdasException.Unavailable when the queue does not answer
  public void delete(String receiptHandle) {
    try {
      client.deleteMessage(request -> request.queueUrl(url).receiptHandle(receiptHandle));
    } catch (SdkException fault) {
      throw new LambdasException.Unavailable(
          "Deleting a message failed: " + fault.getMessage() + "; it comes again", fault);
    }
  }

  private void send(String group, String body, String deduplication) {
    try {
      client.sendMessage(
          request ->
              request
                  .queueUrl(url)
                  .messageBody(body)
                  .messageGroupId(group)
                  .messageDeduplicationId(deduplication));
    } catch (SdkException fault) {
      throw new LambdasException.Unavailable(
          "Queueing push "
              + deduplication
              + " of "
              + group
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
