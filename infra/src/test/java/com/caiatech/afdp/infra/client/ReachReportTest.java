package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class ReachReportTest {
  private static final String ENDS = "\"excludedKinds\": [\"SERVICE\"], \"expansions\": 12";

  @Test
  void eachThingHasALineWithTheWayToIt() throws JsonProcessingException {
    assertThat(
            text(
                """
                {%s, "pageInfo": {"hasNextPage": true, "endCursor": "c2"}, "edges": [
                  {"distance": 1, "node": {"id": "urn:afdp:commit:shop:1", "subject": "fix"},
                   "path": {"hops": [{"to": {"id": "urn:afdp:commit:shop:1"},
                     "relationships": [{"type": "TOUCHED", "direction": "INCOMING"}]}]}},
                  {"distance": 2, "node": {"id": "urn:afdp:deployment:2", "status": "SUCCEEDED",
                     "service": {"name": "cart"}, "environment": {"name": "production"}},
                   "path": {"hops": [
                     {"to": {"id": "urn:afdp:commit:shop:1"}, "relationships": [{"type": "TOUCHED", "direction": "INCOMING"}]},
                     {"to": {"id": "urn:afdp:deployment:2"}, "relationships": [
                       {"type": "DEPLOYED", "direction": "INCOMING"}, {"type": "SHIPPED", "direction": "INCOMING"},
                       {"type": "SHIPPED", "direction": "INCOMING"}]}]}}]}
                """))
        .isEqualToNormalizingNewlines(
            """
            HOPS  THING                                       WAY
               1  commit:shop:1  fix                          ← TOUCHED
               2  deployment:2  cart → production  SUCCEEDED  ← TOUCHED  commit:shop:1  ← DEPLOYED and ← SHIPPED

            There is more: --after c2
            Not led through: service; --through names the kinds that are.""");
  }

  @Test
  void nothingAndNothingFoundSoFarNeverLookAlike() throws JsonProcessingException {
    assertThat(text("{%s, \"truncatedBy\": null, \"edges\": []}"))
        .startsWith("Nothing such can be reached.");
    assertThat(
            text("{%s, \"truncatedBy\": \"EXPANSIONS\", \"truncatedAtDepth\": 1, \"edges\": []}"))
        .startsWith(
            "Nothing was found, which does not say that there is nothing: the next layer holds more"
                + " relationships than one search may look at (12 so far), so things at a distance of"
                + " 1 and more may be missing.");
  }

  private static String text(String json) throws JsonProcessingException {
    return ReachReport.of(JsonMapper.builder().build().readTree(json.formatted(ENDS)));
  }
}
