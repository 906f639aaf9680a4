package com.caiatech.afdp.workers.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.signing.SecretFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSignatureTest {
  /// That of the reference libraries of Standard Webhooks.
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String EXPECTED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void itIsThatOfTheReferenceLibraries() {
    assertThat(header(SECRET)).isEqualTo(EXPECTED);
  }

  @Test
  void whileASecretIsReplacedBothSign() {
    String other = "whsec_" + "A".repeat(32);
    assertThat(header(other + "\n" + SECRET + "\n")).isEqualTo(header(other) + " " + EXPECTED);
  }

  @Test
  void whatIsNoSecretIsNeverTold() {
    for (String wrong : new String[] {"", "tea-time", "whsec_tea=time", "whsec_dGVhLXRpbWU="}) {
      Path file = folder.resolve("s" + wrong.length());
      SecretFile.replace(file, wrong.getBytes(UTF_8));
      assertThatThrownBy(() -> WebhookSignature.read(file))
          .isInstanceOf(SchemasException.KeyFault.class)
          .hasMessage(
              "reading the secrets of a webhook from "
                  + file
                  + ": expected on each line whsec_ and 24 to 64 bytes in base64, found something"
                  + " else")
          .hasNoCause();
    }
  }

  private static String header(String secrets) {
    return WebhookSignature.of(secrets).header("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, BODY);
  }
}
