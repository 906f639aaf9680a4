package com.caiatech.afdp.schemas.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as ECMAScript prints them (ECMA-262 section 6.1.6.1.20, `Number::toString` of radix 10):
/// the fewest digits that read back as the same double, of those the nearest to it.
final class EcmaScriptNumber {
  /// From here on a double is printed with an exponent.
  static final double EXPONENT_FROM = 1e21;

  private static final int MOST_LEADING_ZEROS = 6;
  private static final int MOST_PLAIN_DIGITS = 21;
  private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

  private EcmaScriptNumber() {}

  /// @param value finite
  static void append(double value, StringBuilder text) {
    if (value == 0) {
      text.append('0');
      return;
    }
    if (value < 0) {
      text.append('-');
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    // the value is 0.digits × 10^point
    int point = digits.length() - shortest.scale();
    if (point > MOST_PLAIN_DIGITS || point <= -MOST_LEADING_ZEROS) {
      appendWithExponent(digits, point - 1, text);
    } else if (point <= 0) {
      text.append("0.").repeat('0', -point).append(digits);
    } else if (point < digits.length()) {
      text.append(digits, 0, point).append('.').append(digits, point, digits.length());
    } else {
      text.append(digits).repeat('0', point - digits.length());
    }
  }

  private static void appendWithExponent(String digits, int exponent, StringBuilder text) {
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+').append(Math.abs(exponent));
  }

  /// Java prints the shortest digits too, but never fewer than two, and then the nearest of two:
  /// `4.9E-324` where one digit would do.
  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (digits.precision() == 2) {
      BigDecimal one = new BigDecimal(value).round(ONE_DIGIT);
      if (one.doubleValue() == value) {
        return one.stripTrailingZeros();
      }
    }
    return digits;
  }
}
