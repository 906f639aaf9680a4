package com.caiatech.afdp.schemas.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Whoever asks for a retry or an undo states which deployment is meant.
class RepeatedDeploymentIntentTest {
  private static final Instant NOW = TestTrust.NOW;

  private final TestTrust trust = new TestTrust();
  private final Header header = TestTrust.requestHeader(NOW);

  @Test
  void a_statement_names_the_deployment_that_is_to_be_repeated() {
    DeploymentId ended = DeploymentId.create(NOW);
    RecordInput retry = proven(header, DeploymentRequest.retry(ended, TestTrust.ALICE, null));
    Statement made = Objects.requireNonNull(retry.body().intent()).statement();
    assertThat(made.action()).isEqualTo("startDeployment");
    assertThat(made.ofDeploymentId()).isEqualTo(ended);
    assertThat(verify(header, retry)).isInstanceOf(IntentVerdict.Proven.class);
    Statement ofAnother = Objects.requireNonNull(trust.proven(header).body().intent()).statement();
    assertThat(ofAnother.ofDeploymentId()).isNull();
  }

  @Test
  void a_statement_that_names_another_deployment_than_the_request_is_unproven() {
    DeploymentId ended = DeploymentId.create(NOW);
    RecordInput meant = proven(header, DeploymentRequest.retry(ended, TestTrust.ALICE, null));
    DeploymentId another = DeploymentId.create(NOW.plusMillis(1));
    assertThat(
            reason(
                header,
                RecordInput.of(DeploymentRequest.retry(another, TestTrust.ALICE, null))
                    .with(Objects.requireNonNull(meant.body().intent()))))
        .isEqualTo(
            "statement.of_deployment_id: expected the record's %s, found %s"
                .formatted(another, ended));
  }

  private RecordInput proven(Header of, DeploymentRequest body) {
    return trust.gateway.proven(of, RecordInput.of(body), NOW, TestTrust.authentication(NOW));
  }

  private IntentVerdict verify(Header of, RecordInput input) {
    return IntentVerifier.verify(
        LedgerRecord.of(of, input),
        Series.DEPLOYMENT_MANIFESTS.firstVolume(),
        7,
        NOW,
        trust.trust());
  }

  private String reason(Header of, RecordInput input) {
    return ((IntentVerdict.Unproven) verify(of, input)).reason();
  }
}
