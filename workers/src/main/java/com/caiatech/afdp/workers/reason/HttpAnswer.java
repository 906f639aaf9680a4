package com.caiatech.afdp.workers.reason;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpTimeoutException;
import java.util.Locale;

/// What came of one HTTP request, without anything that the other side sent but its status.
public sealed interface HttpAnswer {
  /// It was answered, body and all.
  record Status(int code) implements HttpAnswer {
    @Override
    public String toString() {
      return "status " + code;
    }
  }

  /// It was not.
  enum None implements HttpAnswer {
    /// Nobody listens there.
    NO_CONNECTION,
    /// The answer had not come to its end in time.
    NO_ANSWER_IN_TIME,
    /// What came is no HTTP.
    NO_HTTP,
    /// The connection ended before the answer did.
    CONNECTION_LOST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// The kind of a fault, whose message may quote what the other side sent.
  static HttpAnswer of(IOException fault) {
    return switch (fault) {
      case HttpTimeoutException _ -> None.NO_ANSWER_IN_TIME;
      case ConnectException _ -> None.NO_CONNECTION;
      case ProtocolException _ -> None.NO_HTTP;
      default ->
          fault.getCause() instanceof ProtocolException ? None.NO_HTTP : None.CONNECTION_LOST;
    };
  }
}
