package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class DiffReportTest {
  @Test
  void aServiceIsToldWithWhatCameInAndWhatWentAway() throws JsonProcessingException {
    assertThat(
            text(
                """
                {"exhausted": true, "serviceCount": 3, "differingCount": 2, "services": [
                  {"service": {"name": "cart"}, "change": "CHANGED",
                   "from": {"serving": [{"weight": 100, "deployment": {"deploymentId": "d1"}}]},
                   "to": {"serving": [{"weight": 90, "deployment": {"deploymentId": "d1"}}, {"weight": 10, "deployment": {"deploymentId": "d2"}}]},
                   "sources": [
                     {"role": "APPLICATION", "repository": {"name": "shop"}, "sameTree": false, "unrelated": false,
                      "shippedCount": 2, "withdrewCount": 1, "fileCount": 3,
                      "from": [{"commit": {"sha": "a1"}}], "to": [{"commit": {"sha": "b1"}}],
                      "shipped": {"nodes": [{"sha": "0123456789abcdef", "subject": "feat: totals"}]},
                      "withdrew": {"nodes": [{"sha": "fedc", "subject": "fix: rounding"}]},
                      "files": [{"path": "src/Total.java", "kind": "CODE"}], "unprojected": []},
                     {"role": "CONFIGURATION", "repository": {"name": "shop-config"}, "sameTree": true, "unrelated": false,
                      "shippedCount": 0, "withdrewCount": 0, "fileCount": 0,
                      "from": [{"commit": {"sha": "c"}}], "to": [{"commit": {"sha": "c"}}], "unprojected": []}]},
                  {"service": {"name": "mail"}, "change": "ADDED", "from": {"serving": []},
                   "to": {"serving": [{"weight": 100, "deployment": {"deploymentId": "d3"}}]},
                   "sources": [{"role": "APPLICATION", "repository": {"name": "mail"}, "sameTree": false, "shippedCount": null,
                     "from": [], "to": [{"commit": {"sha": "e1"}}], "unprojected": []}]}]}
                """))
        .isEqualToNormalizingNewlines(
            """
            cart  changed
              from d1 (100 %)
              to   d1 (90 %), d2 (10 %)
              application shop: +2 -1 commits
                + 0123456789ab feat: totals
                + … and 1 more
                - fedc fix: rounding
                src/Total.java  code
                … and 2 more files
              configuration shop-config: +0 -0 commits, the same tree

            mail  added
              from nothing
              to   d3 (100 %)
              application mail: commit e1, newly deployed

            2 of 3 services differ; 1 do not""");
  }

  @Test
  void whatWasCutAndWhatIsNotKnownYetNeverLookLikeNoDifference() throws JsonProcessingException {
    String source =
        """
        {"role": "APPLICATION", "repository": {"name": "shop"}, "sameTree": false, "shippedCount": null,
         "from": [{"commit": {"sha": "a1"}}], "to": [{"commit": {"sha": "b1"}}], "unprojected": [%s]}
        """;
    String answer =
        """
        {"exhausted": false, "truncatedBy": "%s", "serviceCount": 1, "differingCount": 1, "services": [
          {"service": {"name": "cart"}, "change": "CHANGED", "from": {}, "to": {}, "sources": [%s]}]}
        """;
    assertThat(text(answer.formatted("EXPANSIONS", source.formatted(""))))
        .contains("application shop: cut; commits may be missing")
        .endsWith(
            "Cut: there are more commits between than one search may look at; ask for one service"
                + " with --service.");
    assertThat(text(answer.formatted("TIME", source.formatted("{\"sha\": \"b1\"}"))))
        .contains("application shop: not known yet: commit b1 is not projected")
        .contains("Cut: the time of one search was over");
  }

  private static String text(String json) throws JsonProcessingException {
    return DiffReport.of(JsonMapper.builder().build().readTree(json));
  }
}
