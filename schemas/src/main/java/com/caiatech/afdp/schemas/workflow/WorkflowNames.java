package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import java.util.UUID;

/// The names under which workflows, their updates and queries are known, and the ids of workflows.
public final class WorkflowNames {
  /// The task queue of every workflow and activity.
  public static final String TASK_QUEUE = "afdp-deployments";

  /// Deploys one version; takes a {@link DeploymentStart}, its id is the deployment id.
  public static final String DEPLOYMENT = "AutomatedDeploymentWorkflow";

  /// Goes back to an earlier deployment; takes a {@link DeploymentStart}, its id is the deployment
  /// id.
  public static final String ROLLBACK = "ForensicRollbackWorkflow";

  /// One deployment at a time for a service and environment; its id is {@link #lockId}.
  public static final String LOCK = "EnvironmentLockWorkflow";

  /// Writes one record that a person caused; takes a {@link RecordingRequest}, its id is {@link
  /// #recordingId}, its result an {@link Answer}.
  public static final String RECORDING = "RecordingWorkflow";

  /// Writes records together that people caused at about the same time; takes a list of {@link
  /// RecordingRequest}, its id is a {@link #sharedRecordingId}, its result a list with an {@link
  /// Answer} for each, in the same order.
  public static final String SHARED_RECORDING = "SharedRecordingWorkflow";

  /// Reads the standing record with a header's id from its ledger; takes a {@link
  /// com.caiatech.afdp.schemas.record.Header}, its id is {@link #standingId}, its result an {@link
  /// Answer}, or null where none stands.
  public static final String STANDING = "StandingRecordWorkflow";

  /// Reads from the ledger what is known of an incident without the record of a header's id, and
  /// without what was reported after that; takes the {@link
  /// com.caiatech.afdp.schemas.record.Header}, its id is {@link #knownIncidentId}, its result an
  /// {@link Answer} with an {@link com.caiatech.afdp.schemas.record.IncidentReport} and the receipt
  /// of the last report, or null where none stands.
  public static final String KNOWN_INCIDENT = "KnownIncidentWorkflow";

  /// Update of a deployment or rollback: answers an {@link Answer} as soon as the request is
  /// durable and its place in the queue is known. The update id is {@link #ADMIT}.
  public static final String ADMIT = "admit";

  /// Update of a deployment or rollback: takes a {@link DecisionRequest}, answers an {@link
  /// Answer}. The update id is the request id.
  public static final String DECIDE = "decide";

  /// Update of a deployment or rollback: takes an {@link SteeringRequest}, answers an {@link
  /// Answer} as soon as the request is durable. The update id is the request id.
  public static final String ABORT = "abort";

  /// Update of a deployment or rollback: takes a {@link SteeringRequest} to promote, skip, pause or
  /// resume, answers an {@link Answer} as soon as the request is durable. The update id is the
  /// request id.
  public static final String STEER = "steer";

  /// What precedes the {@link RefusalReason} in the type of the failure by which an update is
  /// refused that does not fit the state that it met; it left nothing, and the message says why.
  public static final String REFUSED = "REFUSED:";

  /// Query of a deployment or rollback: answers a {@link DeploymentProgress}.
  public static final String PROGRESS = "progress";

  private WorkflowNames() {}

  /// The workflow id of a deployment or rollback.
  public static String deploymentWorkflowId(DeploymentId id) {
    return id.value();
  }

  /// The workflow id of the lock of a service in an environment.
  public static String lockId(ServiceName service, EnvironmentName environment) {
    return "env/" + service + "/" + environment;
  }

  /// The workflow id of the recording that a request asks for.
  public static String recordingId(RequestId request) {
    return "record/" + request;
  }

  /// The workflow id of a recording that requests share, by an id of its own: which requests share
  /// one is chance, and a request that is sent again is known by its record.
  public static String sharedRecordingId(UUID id) {
    return "records/" + id;
  }

  /// The workflow id of the recording of what another deployer did: one for all reports of one
  /// deployment, so that none overtakes the look for the one before it.
  ///
  /// @param identity {@link com.caiatech.afdp.schemas.record.AssertedDeployment#identity}
  public static String reportId(Sha256 identity) {
    return "report/" + identity;
  }

  /// The workflow id of the recording of what becomes of an incident: one for all updates of it, so
  /// that none overtakes the look at what is known before it.
  public static String incidentUpdateId(SubjectId incident) {
    return "incident/" + incident;
  }

  /// The workflow id of the look at what is known of an incident, for a record to be.
  public static String knownIncidentId(RecordId record) {
    return "known-incident/" + record;
  }

  /// The workflow id of the look for a standing record.
  public static String standingId(RecordId record) {
    return "standing/" + record;
  }
}
