package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class SearchReportTest {
  @Test
  void eachThingIsToldWithTheTextThatHasTheWords() throws JsonProcessingException {
    assertThat(
            text(
                """
                {"totalCount": 5, "truncated": true, "nodes": [
                  {"kind": "SERVICE", "property": "name", "excerpt": "retry", "score": 1.0,
                   "thing": {"id": "urn:afdp:service:retry"}},
                  {"kind": "ASSERTED_DEPLOYMENT", "property": "version", "excerpt": "retry-2", "score": 0.7,
                   "thing": {"id": "urn:afdp:asserted-deployment:1"}}]}
                """))
        .isEqualToNormalizingNewlines(
            """
                        service  service:retry  name: retry
            asserted-deployment  asserted-deployment:1  version: retry-2
            3 more; --first shows up to 100.
            There may be more that was not looked at; more words, or --kind, find it.\
            """);
  }

  @Test
  void nothingFoundIsSaid() throws JsonProcessingException {
    assertThat(text("{\"totalCount\": 0, \"truncated\": false, \"nodes\": []}"))
        .isEqualTo("Nothing was found.");
  }

  private static String text(String json) throws JsonProcessingException {
    return SearchReport.of(JsonMapper.builder().build().readTree(json));
  }
}
