package com.caiatech.afdp.gateway.configuration;

import com.caiatech.afdp.gateway.error.GatewayException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Where the gateway listens and to whom it answers.
///
/// @param host the address to listen on; loopback by default
/// @param port 0 for a free one
/// @param allowedHosts names in the `Host` header that are answered beside `host` itself and, on a
///   loopback address, `localhost`; a guard against DNS rebinding. Without port
/// @param allowedOrigins web origins, such as `https://console.example`, whose pages may read
///   answers (CORS); none by default
/// @param publicMetrics whether `/metrics` is answered without a token; by default on loopback only
/// @param keepAlive how often a comment is sent on a silent event stream
/// @param requestTimeout after which a connection is closed whose request has not come in whole
public record HttpConfiguration(
    String host,
    int port,
    List<String> allowedHosts,
    List<String> allowedOrigins,
    boolean publicMetrics,
    Duration keepAlive,
    Duration requestTimeout) {
  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(15);
  public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(30);

  public HttpConfiguration {
    allowedHosts = List.copyOf(allowedHosts);
    allowedOrigins = List.copyOf(allowedOrigins);
    List<String> problems = new ArrayList<>();
    if (port < 0 || port > 65_535) {
      problems.add("http.port: expected 0 to 65535, found " + port);
    }
    if (allowedOrigins.contains("*")) {
      problems.add("http.allowedOrigins: expected exact origins, found '*'");
    }
    if (keepAlive.isNegative() || keepAlive.isZero()) {
      problems.add("http.keepAlive: expected a positive duration, found " + keepAlive);
    }
    if (requestTimeout.isNegative() || requestTimeout.isZero()) {
      problems.add("http.requestTimeout: expected a positive duration, found " + requestTimeout);
    }
    if (!problems.isEmpty()) {
      throw new GatewayException.InvalidConfiguration("HttpConfiguration", problems);
    }
  }

  /// Loopback, the given port (0 for a free one), everything else by default.
  public static HttpConfiguration loopback(int port) {
    return new HttpConfiguration(
        DEFAULT_HOST,
        port,
        List.of(),
        List.of(),
        true,
        DEFAULT_KEEP_ALIVE,
        DEFAULT_REQUEST_TIMEOUT);
  }

  /// Whether only this machine can reach it.
  public boolean isLoopback() {
    return isLoopback(host);
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unresolvable) {
      return false;
    }
  }
}
