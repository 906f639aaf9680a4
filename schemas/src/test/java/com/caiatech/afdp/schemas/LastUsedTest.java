package com.caiatech.afdp.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastUsedTest {
  @Test
  void whatWasReadOrWrittenLastIsKept() {
    LastUsed<String, Integer> kept = new LastUsed<>(2);
    kept.put("a", 1);
    kept.put("b", 2);
    assertThat(kept.get("a")).isOne();
    kept.put("c", 3);
    assertThat(kept).containsOnlyKeys("a", "c");
  }
}
