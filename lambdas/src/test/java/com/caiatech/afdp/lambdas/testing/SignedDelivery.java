package com.caiatech.afdp.lambdas.testing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.platform.Hook;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A delivery of a webhook as API Gateway hands it in.
public final class SignedDelivery {
  public static final String SECRET = "a webhook secret of a test";

  private static final HostName HOST = new HostName("local");
  private static final HookId HOOK = new HookId("local");

  private final String hook;
  private final Map<String, String> headers;
  private final byte[] body;

  /// @param hook the end of the URL's path
  /// @param headers by name in any case
  public SignedDelivery(String hook, Map<String, String> headers, byte[] body) {
    this.hook = hook;
    this.headers = Map.copyOf(headers);
    this.body = body.clone();
  }

  /// The end of the URL's path.
  public String hook() {
    return hook;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public byte[] body() {
    return body.clone();
  }

  /// A delivery to a webhook.
  public static SignedDelivery to(String hook, String body) {
    return new SignedDelivery(hook, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /// A plain Git server's delivery that tells of a push to `main`.
  public static SignedDelivery push(PushSource source, CommitId after, String delivery) {
    return push(HOOK.value(), source.fullName(), after, delivery);
  }

  /// The same of a webhook of any id, and of a repository of any name.
  public static SignedDelivery push(
      String hook, String repository, CommitId after, String delivery) {
    return to(
            hook,
            """
            {"ref":"refs/heads/main","before":"%s","after":"%s","repository":{"full_name":"%s"}}"""
                .formatted("0".repeat(40), after, repository))
        .with("X-AFDP-Event", "push")
        .with("X-AFDP-Delivery", delivery)
        .signed("X-AFDP-Signature-256", "sha256=", SECRET);
  }

  /// The platform with one plain host, whose webhook these deliveries are of.
  public static Platform at(Platform platform) {
    return platform.withHosts(
        List.of(new Host(HOST, HostKind.PLAIN, List.of())), List.of(new Hook(HOOK, HOST, null)));
  }

  /// A new folder there with the secret of that webhook.
  public static Path secrets(Path folder) {
    return secrets(folder, Map.of(HOOK.value(), SECRET + "\n"));
  }

  /// A new folder there with the secrets of webhooks, by their ids.
  public static Path secrets(Path folder, Map<String, String> texts) {
    try {
      Path secrets = Files.createDirectories(folder.resolve("webhook-secrets"));
      for (Map.Entry<String, String> text : texts.entrySet()) {
        Files.writeString(secrets.resolve(text.getKey()), text.getValue());
      }
      return secrets;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /// The same with one more header.
  public SignedDelivery with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new SignedDelivery(hook, more, body);
  }

  /// The same without a header.
  public SignedDelivery without(String name) {
    Map<String, String> fewer = new TreeMap<>(headers);
    fewer.remove(name);
    return new SignedDelivery(hook, fewer, body);
  }

  /// The same to another webhook.
  public SignedDelivery toHook(String other) {
    return new SignedDelivery(other, headers, body);
  }

  /// The same with the HMAC of the body, in hex, in that header.
  public SignedDelivery signed(String header, String prefix, String secret) {
    return with(header, prefix + HexFormat.of().formatHex(hmac(bytes(secret), body)));
  }

  /// What API Gateway makes of it.
  public APIGatewayV2HTTPEvent event() {
    return event("/webhook/" + hook);
  }

  /// What API Gateway makes of it on another path.
  public APIGatewayV2HTTPEvent event(String path) {
    return APIGatewayV2HTTPEvent.builder()
        .withRawPath(path)
        .withHeaders(headers)
        .withBody(Base64.getEncoder().encodeToString(body))
        .withIsBase64Encoded(true)
        .build();
  }

  /// The HMAC with SHA-256 of some bytes.
  public static byte[] hmac(byte[] key, byte[] signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
