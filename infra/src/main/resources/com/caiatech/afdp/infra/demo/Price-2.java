package pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Money as text.
public final class Price {
  private Price() {}

  public static String ofCents(long cents) {
    return BigDecimal.valueOf(cents, 2).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
