package com.caiatech.afdp.workers.connection;

import io.temporal.client.WorkflowClient;

/// A namespace of a Temporal service, whichever kind of service it is.
public interface TestTemporal extends AutoCloseable {
  /// `host:port` of the service.
  String target();

  String namespace();

  WorkflowClient client();

  @Override
  void close();
}
