package com.caiatech.afdp.workers.check;

import com.caiatech.afdp.workers.reason.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One GET. The JDK's own time limit ends with the headers; this one covers the body too.
///
/// @param timeout until the end of the answer
public record HttpGet(HttpClient client, URI uri, Duration timeout) {
  /// The address of a path at a server: the same server whatever the path says.
  ///
  /// @param server without a path of its own
  /// @throws IllegalArgumentException when the path is none that a URL can have
  public static URI address(URI server, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("expected a path that starts with /, found " + path);
    }
    return URI.create("%s://%s%s".formatted(server.getScheme(), server.getRawAuthority(), path));
  }

  /// Asks once.
  ///
  /// @param body takes the body as it comes, on another thread
  /// @param fault takes what went wrong, which may quote what the other side sent
  public HttpAnswer ask(Consumer<byte[]> body, Consumer<IOException> fault)
      throws InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(
            HttpRequest.newBuilder(uri).timeout(timeout).build(),
            HttpResponse.BodyHandlers.ofByteArrayConsumer(chunk -> chunk.ifPresent(body)));
    try {
      return new HttpAnswer.Status(
          answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS).statusCode());
    } catch (TimeoutException late) {
      return HttpAnswer.None.NO_ANSWER_IN_TIME;
    } catch (ExecutionException failed) {
      IOException cause =
          failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
      fault.accept(cause);
      return HttpAnswer.of(cause);
    } finally {
      answer.cancel(true);
    }
  }
}
