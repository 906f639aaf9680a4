package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.schemas.id.Sha256;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// A stream of random choices that a seed and a name decide, on every machine alike.
final class Chance {
  private final Random random;

  Chance(long seed, String name) {
    byte[] digest = HexFormat.of().parseHex(Sha256.ofUtf8(seed + "\n" + name).value());
    this.random = new Random(ByteBuffer.wrap(digest).getLong());
  }

  /// Whether what has this probability happens.
  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /// From 0, up to and without 1.
  double share() {
    return random.nextDouble();
  }

  /// Both ends are possible.
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  double normal(double mean, double deviation) {
    return mean + deviation * random.nextGaussian();
  }

  /// Positive, half of the values below the median.
  double aroundMedian(double median, double spread) {
    return median * StrictMath.exp(normal(0, spread));
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }

  /// 0 and more, fewer being likelier.
  int few(double mean) {
    return (int) exponential(mean + 0.5);
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /// One of so many, the first being the likeliest (Zipf).
  int favouring(int count) {
    double total = 0;
    for (int i = 1; i <= count; i++) {
      total += 1.0 / i;
    }
    double left = random.nextDouble() * total;
    for (int i = 1; i <= count; i++) {
      left -= 1.0 / i;
      if (left < 0) {
        return i - 1;
      }
    }
    return count - 1;
  }

  /// Of two durations, or between them.
  Duration between(Duration least, Duration most) {
    long span = most.toMillis() - least.toMillis();
    return least.plusMillis((long) (random.nextDouble() * span));
  }

  /// Around a median, never less than a tenth and never more than ten times of it.
  Duration aroundMedian(Duration median, double spread) {
    double millis = aroundMedian((double) median.toMillis(), spread);
    double bounded = Math.max(median.toMillis() / 10.0, Math.min(median.toMillis() * 10.0, millis));
    return Duration.ofMillis((long) bounded);
  }
}
