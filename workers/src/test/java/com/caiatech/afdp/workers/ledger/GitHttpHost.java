package com.caiatech.afdp.workers.ledger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stock `git http-backend` behind a loopback HTTP server that asks everyone for a password.
final class GitHttpHost implements AutoCloseable {
  static final String USER = "afdp";

  private final Path folder;
  private final HttpServer server;
  volatile String password = "first";

  GitHttpHost(Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpContext context = server.createContext("/", this::serve);
    context.setAuthenticator(
        new BasicAuthenticator("ledgers") {
          @Override
          public boolean checkCredentials(String user, String given) {
            return user.equals(USER) && given.equals(password);
          }
        });
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
      Map<String, String> environment = builder.environment();
      environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
      environment.put("GIT_PROJECT_ROOT", folder.toString());
      environment.put("GIT_HTTP_EXPORT_ALL", "1");
      environment.put("REMOTE_USER", USER);
      environment.put("REQUEST_METHOD", exchange.getRequestMethod());
      environment.put("PATH_INFO", exchange.getRequestURI().getPath());
      environment.put("QUERY_STRING", given(exchange.getRequestURI().getQuery()));
      environment.put("CONTENT_TYPE", header(exchange, "Content-Type"));
      environment.put("HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
      environment.put("GIT_PROTOCOL", header(exchange, "Git-Protocol"));
      Process backend = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (OutputStream input = backend.getOutputStream()) {
        exchange.getRequestBody().transferTo(input);
      }
      answer(exchange, backend.getInputStream());
      backend.onExit().join();
    }
  }

  /// The backend speaks CGI: headers, an empty line, the body.
  private static void answer(HttpExchange exchange, InputStream output) throws IOException {
    int status = 200;
    for (String line = line(output); !line.isEmpty(); line = line(output)) {
      String[] header = line.split(": ", 2);
      if (header[0].equals("Status")) {
        status = Integer.parseInt(header[1].substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(header[0], header[1]);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    output.transferTo(exchange.getResponseBody());
  }

  private static String line(InputStream output) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = output.read(); next != -1 && next != '\n'; next = output.read()) {
      line.write(next);
    }
    return line.toString(ISO_8859_1).strip();
  }

  private static String header(HttpExchange exchange, String name) {
    return given(exchange.getRequestHeaders().getFirst(name));
  }

  private static String given(@Nullable String value) {
    return Optional.ofNullable(value).orElse("");
  }
}
