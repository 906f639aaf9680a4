package com.caiatech.afdp.lambdas;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.intake.Deadline;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.neo4j.driver.exceptions.Neo4jException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The function behind the queue: each message says that a repository was pushed to, and the graph
/// is brought up to what it has.
///
/// Only the messages that failed are returned (partial batch failure). After a failure the later
/// messages of the same group are returned too, so that a group keeps its order. Several pushes to
/// one repository in a batch are taken in at once.
public final class ProjectPush
    implements RequestHandler<SQSEvent, SQSBatchResponse>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectPush.class);
  private static final String GROUP = "MessageGroupId";

  private final Projection projection;
  private final Counters counters;

  /// Reads its settings from environment variables.
  public ProjectPush() {
    this(ProjectionConfiguration.read(System.getenv()), new Counters());
  }

  private ProjectPush(ProjectionConfiguration configuration, Counters counters) {
    this(new Projection(configuration, counters), counters);
  }

  /// @param projection closed with the function
  public ProjectPush(Projection projection, Counters counters) {
    this.projection = projection;
    this.counters = counters;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent batch, Context context) {
    return handle(batch, Deadline.of(context));
  }

  SQSBatchResponse handle(SQSEvent batch, Deadline deadline) {
    Set<String> failedGroups = new HashSet<>();
    Set<PushSource> done = new HashSet<>();
    List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
    for (SQSEvent.SQSMessage message : batch.getRecords()) {
      String group =
          Optional.ofNullable(message.getAttributes())
              .map(attributes -> attributes.get(GROUP))
              .orElse(message.getMessageId());
      if (failedGroups.contains(group) || !take(message, done, deadline)) {
        failedGroups.add(group);
        failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
      }
    }
    counters.count(CounterNames.PUSHES_FAILED, failures.size());
    return new SQSBatchResponse(failures);
  }

  @Override
  public void close() {
    projection.close();
  }

  private boolean take(SQSEvent.SQSMessage message, Set<PushSource> done, Deadline deadline) {
    try {
      PushSource source = PushEvent.parse(message.getBody()).repository();
      if (!done.contains(source)) {
        projection.project(source, deadline);
        done.add(source);
      }
      return true;
    } catch (LambdasException | SchemasException | GraphModelException | Neo4jException fault) {
      LOG.warn("Message {} failed and comes again: {}", message.getMessageId(), fault.getMessage());
      return false;
    }
  }
}
