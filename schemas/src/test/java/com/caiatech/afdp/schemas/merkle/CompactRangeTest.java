package com.caiatech.afdp.schemas.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.Sha256;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactRangeTest {
  @Test
  void itHasTheRootOfTheWholeLogAtEverySize() {
    MerkleLog log = new MerkleLog();
    CompactRange range = CompactRange.of(0, List.of());
    assertThat(range.root()).isEqualTo(log.root());
    for (int i = 0; i < 300; i++) {
      Sha256 leaf = Sha256.ofUtf8("entry " + i);
      log.append(leaf);
      range = CompactRange.of(range.size(), range.subtrees());
      range.append(leaf);
      assertThat(range.size()).isEqualTo(log.size());
      assertThat(range.root()).isEqualTo(log.root());
    }
  }

  @Test
  void subtreesThatDoNotFitTheSizeAreRefused() {
    assertThatThrownBy(() -> CompactRange.of(3, List.of(Sha256.ofUtf8("one"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("CompactRange: a log of 3 entries has 2 complete subtrees, found 1");
  }
}
