package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.testing.TestPatience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that send slowly, or go away.
class SlowClientTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        new TestGateway(
            new HttpConfiguration(
                "127.0.0.1",
                0,
                List.of(),
                List.of(),
                true,
                HttpConfiguration.DEFAULT_KEEP_ALIVE,
                SHORT),
            TestGateway.limits(TestPatience.LONGEST, 4),
            List.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.gateway.port());
    socket.setSoTimeout((int) TestPatience.LONGEST.toMillis());
    return socket;
  }

  private static String request(String query, int announced) {
    String body = "{\"query\":\"%s\"}".formatted(query);
    return "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
        + TestGateway.token(Role.VIEWER)
        + "\r\nContent-Type: application/json\r\nContent-Length: "
        + (announced == 0 ? body.length() : announced)
        + "\r\n\r\n"
        + body;
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ", "body"})
  void aRequestThatDoesNotComeInWholeEndsAtItsDeadline(String begin) throws Exception {
    try (Socket socket = connect()) {
      send(socket, begin.equals("body") ? request("{ hello }", 1_000) : begin);
      int sent = 0;
      while (isOpen(socket)) {
        assertThat(sent++).as("bytes that were taken").isLessThan(10_000);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  /// Sends one more byte.
  private static boolean isOpen(Socket socket) throws IOException {
    try {
      send(socket, "a");
      InputStream in = socket.getInputStream();
      return in.available() == 0;
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void aConnectionMayRestAndAnAnswerMayTakeItsTime() throws Exception {
    try (Socket socket = connect()) {
      send(socket, request("{ graphDigest }", 0)); // takes more than the deadline of a request
      assertThat(answer(socket)).contains("late");
      TimeUnit.MILLISECONDS.sleep(2 * SHORT.toMillis());
      send(socket, request("{ hello }", 0));
      assertThat(answer(socket)).contains("\"hello\":null");
    }
  }

  private static String answer(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (text.indexOf("\"extensions\":{\"cost\"") < 0) {
      int next = in.read();
      assertThat(next).as("after %s", text).isNotNegative();
      text.append((char) next);
    }
    while (in.available() > 0) {
      text.append((char) in.read());
    }
    return text.toString();
  }

  @Test
  void theQueryOfAClientThatIsGoneIsInterrupted() throws Exception {
    try (Socket socket = connect()) {
      send(socket, request("{ slow }", 0));
      TimeUnit.MILLISECONDS.sleep(SHORT.toMillis());
    }
    assertThat(gateway.interrupted.await(TestPatience.LONGEST.toSeconds(), TimeUnit.SECONDS))
        .isTrue();
  }
}
