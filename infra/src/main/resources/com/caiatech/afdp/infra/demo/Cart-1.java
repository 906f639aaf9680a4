package cart;

import pricing.Price;

/// A cart with one unit in each line.
public record Cart(int lines) {
  public String total() {
    return Price.ofCents(lines * 1_999L);
  }
}
