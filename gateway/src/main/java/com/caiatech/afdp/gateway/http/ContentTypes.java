package com.caiatech.afdp.gateway.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Judges the `Content-Type` of a request.
final class ContentTypes {
  private ContentTypes() {}

  /// Whether it is `application/json`, in UTF-8 where it names a charset.
  static boolean isJson(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String[] parts = header.split(";", -1);
    if (!parts[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.toLowerCase(Locale.ROOT).startsWith("charset=")
          && !Accepted.isUtf8(parameter.substring(8))) {
        return false;
      }
    }
    return true;
  }
}
