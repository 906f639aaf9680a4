package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.error.GatewayException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// GraphiQL, bundled: nothing is loaded from another origin, and the page may not do so. The page
/// takes a token in a field or after `#token=`, which no server ever sees.
@Controller(Route.GRAPHIQL_PATH)
final class GraphiqlController {
  /// GraphiQL's editor sets styles in its elements, hence `unsafe-inline` for styles alone.
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action"
          + " 'none'; frame-ancestors 'none'";

  private static final String WEBJARS = "META-INF/resources/webjars/";
  private static final String OURS = "com/caiatech/afdp/gateway/graphiql/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  private final byte[] page;
  private final Map<String, Asset> assets = new LinkedHashMap<>();

  private static final class Asset {
    private final byte[] content;
    private final String type;

    private Asset(byte[] content, String type) {
      this.content = content;
      this.type = type;
    }
  }

  GraphiqlController() {
    page = read(OURS + "page.html");
    add("page.js", OURS + "page.js", SCRIPT);
    add("page.css", OURS + "page.css", STYLE);
    add("react.js", WEBJARS + "react/18.3.1/umd/react.production.min.js", SCRIPT);
    add("react-dom.js", WEBJARS + "react-dom/18.3.1/umd/react-dom.production.min.js", SCRIPT);
    add("graphiql.js", WEBJARS + "graphiql/2.4.7/graphiql.min.js", SCRIPT);
    add("graphiql.css", WEBJARS + "graphiql/2.4.7/graphiql.min.css", STYLE);
  }

  @Get
  @Produces(MediaType.ALL)
  HttpResponse<byte[]> page() {
    return reply(page, "text/html; charset=utf-8");
  }

  @Get("/assets/{name}")
  @Produces(MediaType.ALL)
  HttpResponse<byte[]> asset(@PathVariable String name) {
    Asset asset = assets.get(name);
    return asset == null
        ? HttpResponse.notFound()
        : reply(asset.content, asset.type).header(HttpHeaders.CACHE_CONTROL, "no-cache");
  }

  private static MutableHttpResponse<byte[]> reply(byte[] content, String type) {
    return HttpResponse.ok(content)
        .contentType(MediaType.of(type))
        .header("Content-Security-Policy", PAGE_POLICY);
  }

  private void add(String name, String resource, String type) {
    assets.put(name, new Asset(read(resource), type));
  }

  private static byte[] read(String resource) {
    try (InputStream content =
        GraphiqlController.class.getClassLoader().getResourceAsStream(resource)) {
      if (content == null) {
        throw new GatewayException.StartFault(
            "bundling GraphiQL: expected the resource " + resource + ", found none");
      }
      return content.readAllBytes();
    } catch (IOException unreadable) {
      throw new GatewayException.StartFault("bundling GraphiQL: " + resource, unreadable);
    }
  }
}
