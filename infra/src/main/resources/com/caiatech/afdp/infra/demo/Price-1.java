package pricing;

/// Money as text.
public final class Price {
  private Price() {}

  public static String ofCents(long cents) {
    return cents / 100 + "." + "%02d".formatted(cents % 100);
  }
}
