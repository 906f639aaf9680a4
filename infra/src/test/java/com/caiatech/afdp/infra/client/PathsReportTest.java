package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class PathsReportTest {
  private static final String ENDS =
      "\"excludedKinds\": [\"SERVICE\", \"SIGNING_KEY\"], \"expansions\": 12";

  @Test
  void aPathIsToldThingByThingWithWhatJoinsThem() throws JsonProcessingException {
    assertThat(
            text(
                """
                {"exhausted": true, %s, "paths": [{"length": 1, "hops": [{
                  "from": {"__typename": "Incident", "id": "urn:afdp:incident:1", "severity": "SEV2", "title": "slow"},
                  "to": {"__typename": "Deployment", "id": "urn:afdp:deployment:2", "status": "SUCCEEDED",
                    "service": {"name": "cart"}, "environment": {"name": "production"}},
                  "relationships": [{"type": "CAUSED_BY", "direction": "OUTGOING", "method": "DECLARED", "confidence": 1.0,
                    "since": "2026-01-31T12:00:00.000Z",
                    "evidence": [{"kind": "causal-link", "volume": "incident-reports", "index": 3, "verdict": "trusted"}]}]}]}]}
                """))
        .isEqualToNormalizingNewlines(
            """
            #1  1 hop
              incident:1  SEV2  slow
                ↓ CAUSED_BY, method DECLARED, confidence 1.0, since 2026-01-31T12:00:00.000Z, evidence incident-reports[3] causal-link trusted
              deployment:2  cart → production  SUCCEEDED

            There are no other such paths.
            Not led through: service, signing-key; --through names the kinds that are.""");
  }

  @Test
  void noPathAndNoneFoundSoFarNeverLookAlike() throws JsonProcessingException {
    assertThat(text("{\"exhausted\": true, %s, \"paths\": []}"))
        .startsWith("There is no such path.");
    assertThat(
            text(
                "{\"exhausted\": false, \"truncatedBy\": \"EXPANSIONS\", \"truncatedAtDepth\": 3, %s, \"paths\": []}"))
        .startsWith(
            "No path was found, which does not say that there is none: the next layer holds more"
                + " relationships than one search may look at (12 so far), so paths of 3 hops or more"
                + " may be missing.");
  }

  private static String text(String json) throws JsonProcessingException {
    return PathsReport.of(JsonMapper.builder().build().readTree(json.formatted(ENDS)));
  }
}
