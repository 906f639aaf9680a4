package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.platform.CurrentPlatform;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.workflow.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The platform as it is now, for requests that may name what was registered through this gateway a
/// moment ago: its record is durable, and the graph, from which the platform is read, may lag. Who
/// registers through one gateway and deploys through another carries the receipt's token in a query
/// in between.
final class RegisteredHere {
  private static final Logger LOG = LoggerFactory.getLogger(RegisteredHere.class);

  private final CurrentPlatform platform;
  private final GraphQueries queries;
  private final AtomicReference<@Nullable ConsistencyToken> last = new AtomicReference<>();

  RegisteredHere(CurrentPlatform platform, GraphQueries queries) {
    this.platform = platform;
    this.queries = queries;
  }

  /// Notes where a registration stands.
  void registered(Receipt receipt) {
    last.set(new ConsistencyToken(receipt.ref().volume(), receipt.size()));
  }

  /// The platform; where it lacks one of the services, after the graph has what was registered
  /// here, or does not have it in time.
  Platform knowing(List<String> services) {
    Platform now = platform.current();
    ConsistencyToken awaited = last.get();
    if (awaited == null || hasAll(now, services)) {
      return now;
    }
    try {
      queries.fetch(
          new Selection(
              "ledgers",
              "ledgers",
              Map.of(Catalogue.AT_LEAST, List.of(awaited)),
              Set.of(),
              List.of(Selection.of("volume"))));
      last.compareAndSet(awaited, null);
      return platform.current();
    } catch (GraphModelException late) {
      LOG.warn("a registration is not looked for in the graph: {}", late.getMessage());
      return now;
    }
  }

  private static boolean hasAll(Platform platform, List<String> services) {
    return services.stream()
        .allMatch(
            name -> platform.services().stream().anyMatch(it -> it.name().value().equals(name)));
  }
}
