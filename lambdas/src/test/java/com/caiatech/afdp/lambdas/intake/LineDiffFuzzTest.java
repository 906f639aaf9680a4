package com.caiatech.afdp.lambdas.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

class LineDiffFuzzTest {
  private static final int MAX_BYTES = 512;

  /// The longest common subsequence, by its definition, says how few edits there can be.
  ///
  /// @param bytes a file and, after a zero byte, what became of it
  @FuzzTest
  void theEditsAreTheFewestAndLeadFromOneFileToTheOther(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return;
    }
    int zero = 0;
    while (zero < bytes.length && bytes[zero] != 0) {
      zero++;
    }
    RawText before = new RawText(Arrays.copyOf(bytes, zero));
    RawText after =
        new RawText(Arrays.copyOfRange(bytes, Math.min(zero + 1, bytes.length), bytes.length));
    EditList edits = new LineDiff().diff(RawTextComparator.DEFAULT, before, after);
    int common = longestCommonSubsequence(before, after);
    assertThat(edits.stream().mapToInt(Edit::getLengthA).sum()).isEqualTo(before.size() - common);
    assertThat(edits.stream().mapToInt(Edit::getLengthB).sum()).isEqualTo(after.size() - common);
    requireSameBetween(edits, before, after);
  }

  private static void requireSameBetween(EditList edits, RawText before, RawText after) {
    int a = 0;
    int b = 0;
    for (Edit edit : edits) {
      while (a < edit.getBeginA()) {
        assertThat(before.getString(a++)).isEqualTo(after.getString(b++));
      }
      assertThat(b).isEqualTo(edit.getBeginB());
      a = edit.getEndA();
      b = edit.getEndB();
    }
    assertThat(before.size() - a).isEqualTo(after.size() - b);
  }

  private static int longestCommonSubsequence(RawText before, RawText after) {
    int[][] longest = new int[before.size() + 1][after.size() + 1];
    for (int a = before.size() - 1; a >= 0; a--) {
      for (int b = after.size() - 1; b >= 0; b--) {
        longest[a][b] =
            RawTextComparator.DEFAULT.equals(before, a, after, b)
                ? longest[a + 1][b + 1] + 1
                : Math.max(longest[a + 1][b], longest[a][b + 1]);
      }
    }
    return longest[0][0];
  }
}
