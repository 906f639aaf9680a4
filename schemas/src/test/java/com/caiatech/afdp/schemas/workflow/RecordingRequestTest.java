package com.caiatech.afdp.schemas.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordingRequestTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");

  @Test
  void theKindInTheHeaderTellsTheTypeOfTheBody() throws JsonProcessingException {
    RecordingRequest request =
        new RecordingRequest(
            new Header(
                RecordKind.CAUSAL_LINK, SubjectId.create(NOW), "link-1", Scope.global(), NOW),
            RecordInput.of(
                new CausalLink(
                    DeploymentId.create(NOW),
                    null,
                    null,
                    CausalMethod.DECLARED,
                    0.9,
                    "worker",
                    "because",
                    null)));
    String json = RecordJson.mapper().writeValueAsString(request);
    assertThat(RecordJson.mapper().readValue(json, RecordingRequest.class)).isEqualTo(request);
  }

  @Test
  void aKindThatNoPersonCausesIsRefused() {
    String json =
        """
        {"header": {"kind": "deployment-step", "subject": "%s", "logical_step": "step-1",
          "scope": {}, "timestamp": "2026-01-31T12:00:00.123Z"},
         "input": {"schema": "deployment-step/1", "number": 1, "because": [], "name": "a", "result": "failed", "traffic": [],
          "started_at": "2026-01-31T12:00:00.123Z", "ended_at": "2026-01-31T12:00:00.123Z"}}
        """
            .formatted(SubjectId.create(NOW));
    assertThatThrownBy(() -> RecordJson.mapper().readValue(json, RecordingRequest.class))
        .hasMessageContaining(
            "expected a kind of record that a person causes, found deployment-step/1");
  }
}
