package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// The answer to a request for a deployment or rollback.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Admission.Admitted.class, name = "admitted"),
  @JsonSubTypes.Type(value = Admission.Refused.class, name = "refused")
})
public sealed interface Admission {
  /// The request is durable; it runs at once, or once those before it in the queue have ended.
  record Admitted(Receipt receipt, int position, @Nullable DeploymentId behind)
      implements Admission {}

  /// Refused; where a record tells of it, the receipt says where.
  record Refused(RefusalReason reason, String message, @Nullable Receipt receipt)
      implements Admission {}
}
