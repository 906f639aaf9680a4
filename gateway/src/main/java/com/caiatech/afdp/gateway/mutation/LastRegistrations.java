package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.graphmodel.query.ProjectedRegistrations;
import com.caiatech.afdp.schemas.platform.RecordedRegistration;
import java.util.List;
import java.util.function.Supplier;
import org.neo4j.driver.exceptions.Neo4jException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The projected registrations, or while the graph does not answer those that were read last: what
/// is configured can be deployed then, too.
public final class LastRegistrations implements Supplier<List<RecordedRegistration>> {
  private static final Logger LOG = LoggerFactory.getLogger(LastRegistrations.class);

  private final ProjectedRegistrations projected;
  private volatile List<RecordedRegistration> last = List.of();

  public LastRegistrations(ProjectedRegistrations projected) {
    this.projected = projected;
  }

  @Override
  public List<RecordedRegistration> get() {
    try {
      last = projected.get();
    } catch (Neo4jException unanswered) {
      LOG.warn("the registrations that were read last are taken: {}", unanswered.getMessage());
    }
    return last;
  }
}
