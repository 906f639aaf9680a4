package cart;

import pricing.Price;

/// A cart with one unit in each line.
public record Cart(int lines) {
  private static final int MOST_LINES = 10;

  public Cart {
    if (lines > MOST_LINES) {
      throw new IllegalStateException("a cart of " + lines + " lines is too large");
    }
  }

  public String total() {
    return Price.ofCents(lines * 1_999L);
  }

  public boolean full() {
    return lines == MOST_LINES;
  }
}
