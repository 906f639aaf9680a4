package com.caiatech.afdp.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.Sha256;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.temporal.ChronoUnit;

class AlertNotificationFuzzTest {
  private static final int MOST_BYTES = 64 * 1024;

  @FuzzTest
  void aBodyIsReadOrRefusedWithWhatIsWrong(byte[] body) {
    try {
      AlertNotification notification = AlertNotification.read(body, MOST_BYTES);
      for (Alert alert : notification.firing()) {
        assertThat(Ids.momentOf(Ids.uuid7(alert.startsAt(), Sha256.ofUtf8(alert.fingerprint()))))
            .isEqualTo(alert.startsAt().truncatedTo(ChronoUnit.MILLIS));
      }
    } catch (SchemasException.MalformedInput | SchemasException.LimitExceeded refused) {
      assertThat(refused).hasMessageMatching("(?s).{1,2000}");
    }
  }
}
