package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.TrafficShare;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is remembered of one service in one environment.
///
/// @param sequence the highest fencing token seen
/// @param port of the router
/// @param traffic as last shifted
/// @param lastGood the deployment that was confirmed last
record ServiceState(
    long sequence,
    int port,
    List<TrafficShare> traffic,
    @Nullable DeploymentId lastGood,
    List<InstanceEntry> instances) {
  /// The name of the file.
  static final String FILE = "state.json";

  static final ServiceState NEW = new ServiceState(0, 0, List.of(), null, List.of());

  ServiceState {
    traffic = List.copyOf(traffic);
    instances = List.copyOf(instances);
  }

  /// What is remembered of a service.
  ///
  /// @param folder of the service
  static JsonFile<ServiceState> remembered(Path folder) {
    return new JsonFile<>(folder.resolve(FILE), ServiceState.class);
  }

  ServiceState withSequence(long seen) {
    return new ServiceState(seen, port, traffic, lastGood, instances);
  }

  ServiceState withPort(int opened) {
    return new ServiceState(sequence, opened, traffic, lastGood, instances);
  }

  ServiceState withTraffic(List<TrafficShare> shares) {
    return new ServiceState(sequence, port, shares, lastGood, instances);
  }

  ServiceState withLastGood(DeploymentId confirmed) {
    return new ServiceState(sequence, port, traffic, confirmed, instances);
  }

  ServiceState with(InstanceEntry entry) {
    List<InstanceEntry> entries = new ArrayList<>(without(entry.instance()).instances);
    entries.add(entry);
    return new ServiceState(sequence, port, traffic, lastGood, entries);
  }

  ServiceState without(String instance) {
    return new ServiceState(
        sequence,
        port,
        traffic,
        lastGood,
        instances.stream().filter(entry -> !entry.instance().equals(instance)).toList());
  }
}
