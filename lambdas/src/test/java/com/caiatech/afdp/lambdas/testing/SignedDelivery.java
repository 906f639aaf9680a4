package com.caiatech.afdp.lambdas.testing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Deliveries as a Git host sends them.
public final class SignedDelivery {
  public static final String SECRET = "a webhook secret of a test";

  private SignedDelivery() {}

  /// A delivery that tells of a push to `main`.
  public static APIGatewayV2HTTPEvent push(PushSource source, CommitId after, String delivery) {
    String payload = payload(source, after);
    return event(payload, signature(payload), "push", delivery);
  }

  /// The payload of a push to `main`, with more in it than is read.
  public static String payload(PushSource source, CommitId after) {
    return """
        {"ref":"refs/heads/main","before":"%s","after":"%s","commits":[{"x":[1,{"y":2}]}],
         "repository":{"clone_url":"http://169.254.169.254/","owner":{},"full_name":"%s"}}
        """
        .formatted("0".repeat(40), after, source.fullName());
  }

  /// Any delivery.
  ///
  /// @param signature the header that signs it; absent for none
  public static APIGatewayV2HTTPEvent event(
      String payload, @Nullable String signature, String type, String delivery) {
    Map<String, String> headers = new HashMap<>();
    headers.put("x-github-event", type);
    headers.put("x-github-delivery", delivery);
    if (signature != null) {
      headers.put("X-Hub-Signature-256", signature);
    }
    return APIGatewayV2HTTPEvent.builder().withHeaders(headers).withBody(payload).build();
  }

  /// The header that signs the payload.
  public static String signature(String payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256="
          + HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
