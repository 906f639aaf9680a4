package com.caiatech.afdp.schemas.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// Stock `git http-backend` behind a loopback HTTP server, for the repositories below a folder. It
/// asks nobody for a password, and a repository is pushed to where its `http.receivepack` allows
/// that; or it asks everyone, and who knows the password may push.
public final class GitHttpHost implements AutoCloseable {
  /// Whom it knows, where it asks.
  public static final String USER = "afdp";

  private final Path folder;
  private final HttpServer server;
  private final boolean asks;
  private volatile String password;

  private GitHttpHost(Path folder, boolean asks, String password) {
    this.folder = folder;
    this.asks = asks;
    this.password = password;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    HttpContext context = server.createContext("/", this::serve);
    if (asks) {
      context.setAuthenticator(
          new BasicAuthenticator("git") {
            @Override
            public boolean checkCredentials(String user, String given) {
              return user.equals(USER) && given.equals(GitHttpHost.this.password);
            }
          });
    }
    server.start();
  }

  /// Starts one that asks nobody.
  public static GitHttpHost open(Path folder) {
    return new GitHttpHost(folder, false, "");
  }

  /// Starts one that asks everyone.
  public static GitHttpHost asking(Path folder, String password) {
    return new GitHttpHost(folder, true, password);
  }

  /// Has it ask for another password from now on.
  public void ask(String changed) {
    password = changed;
  }

  /// The host's name on the network.
  public String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// The address below which the repositories lie.
  public URI address() {
    return URI.create("http://" + authority());
  }

  /// The address of a repository below the folder.
  public String address(String name) {
    return address() + "/" + name;
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
      if (asks) {
        environment.put("REMOTE_USER", USER);
      }
      environment.put("REQUEST_METHOD", exchange.getRequestMethod());
      environment.put("PATH_INFO", exchange.getRequestURI().getPath());
      environment.put(
          "QUERY_STRING", Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), ""));
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
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }
}
