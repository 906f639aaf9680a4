package com.caiatech.afdp.gateway.subscription;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.query.TypedFields;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.TrafficShare;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.reactivestreams.Publisher;

/// Gives code to the subscription and the types of its events.
public final class ProgressWiring {
  private final ProgressSource source;
  private final Duration interval;

  /// Streams progress.
  ///
  /// @param temporal with the payload converter that the workers use; stays its giver's to close
  /// @param interval between two looks at a running deployment
  public ProgressWiring(WorkflowClient temporal, GraphQueries queries, Duration interval) {
    this.source = new ProgressSource(temporal, queries);
    this.interval = interval;
  }

  /// Adds the subscription and the fields of its events.
  public void wire(RuntimeWiring.Builder wiring) {
    wiring.type(
        "Subscription", builder -> builder.dataFetcher("deploymentProgress", this::progress));
    new TypedFields<>("DeploymentProgressEvent", NumberedEvent.class)
        .field("deploymentId", it -> it.deploymentId().uuid())
        .field("number", it -> it.event().number())
        .field("at", it -> it.event().at())
        .field("phase", it -> it.event().phase())
        .field("step", it -> it.event().step())
        .field("message", it -> it.event().message())
        .field("traffic", it -> it.event().traffic())
        .field("status", it -> it.event().status())
        .wire(wiring);
    new TypedFields<>("ProgressTraffic", TrafficShare.class)
        .field("deploymentId", it -> it.deploymentId().uuid())
        .field("weight", TrafficShare::weight)
        .wire(wiring);
  }

  private Publisher<NumberedEvent> progress(DataFetchingEnvironment environment) {
    UUID uuid = Objects.requireNonNull(environment.getArgument("id"));
    if (uuid.version() != 7 || uuid.variant() != 2) {
      throw notFound(uuid);
    }
    DeploymentId deployment = new DeploymentId(uuid);
    if (source.look(deployment, 0) instanceof Look.Nowhere) {
      throw notFound(uuid);
    }
    return new ProgressStream(deployment, seen -> source.look(deployment, seen), interval);
  }

  private static GatewayException.Refused notFound(UUID id) {
    return new GatewayException.Refused(
        ErrorCode.NOT_FOUND,
        "deploymentProgress: expected a deployment that was asked for, found " + id,
        Map.of());
  }
}
