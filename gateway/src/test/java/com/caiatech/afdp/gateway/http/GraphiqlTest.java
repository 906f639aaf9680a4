package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GraphiqlTest {
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = new TestGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Http.Reply get(String path) {
    return Http.to(gateway.uri(path)).without("Authorization").get();
  }

  private static List<String> links() {
    List<String> links = new ArrayList<>();
    Matcher matcher = LINK.matcher(get("/graphiql").text());
    while (matcher.find()) {
      links.add(matcher.group(1));
    }
    return links;
  }

  @Test
  void thePageIsServedWithoutAToken() {
    Http.Reply page = get("/graphiql");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.text()).contains("id=\"token\"", "Bearer token");
  }

  @Test
  void everythingThePageLoadsIsServedFromHere() {
    assertThat(links()).hasSize(7);
    for (String link : links()) {
      if (link.equals("data:,")) {
        continue;
      }
      assertThat(link).startsWith("graphiql/assets/");
      Http.Reply asset = get("/" + link);
      assertThat(asset.status()).as(link).isEqualTo(200);
      assertThat(asset.text()).isNotEmpty();
      assertThat(asset.header("content-type")).matches("text/(javascript|css); charset=utf-8");
    }
  }

  @Test
  void thePolicyNamesNoOtherOriginAndNoInlineScript() {
    String policy = get("/graphiql").header("content-security-policy");
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self';", "connect-src 'self'")
        .doesNotContain("http:", "https:", "*", "unsafe-eval");
    assertThat(get("/graphiql").text()).doesNotContain("<script>", "://");
  }

  @Test
  void styleSheetsLoadNothingFromElsewhere() {
    for (String sheet : List.of("graphiql.css", "page.css")) {
      Http.Reply found = get("/graphiql/assets/" + sheet);
      assertThat(found.status()).as(sheet).isEqualTo(200);
      assertThat(found.text()).doesNotContain("url(http", "url(\"http", "url(//", "@import");
    }
  }

  @Test
  void thePageNeverPutsATokenIntoAUrl() {
    assertThat(get("/graphiql/assets/page.js").text())
        .contains("window.location.hash", "history.replaceState", "'Bearer '")
        .doesNotContain("location.search).get", "eval(", "innerHTML");
  }

  @Test
  void anAssetThatIsNotBundledIs404() {
    assertThat(get("/graphiql/assets/..%2f..%2flogback.xml").status()).isEqualTo(404);
    assertThat(get("/graphiql/assets/other.js").status()).isEqualTo(404);
  }
}
