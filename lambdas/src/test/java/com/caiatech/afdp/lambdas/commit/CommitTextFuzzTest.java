package com.caiatech.afdp.lambdas.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// A commit object of any bytes.
class CommitTextFuzzTest {
  private static final String SHA = "b".repeat(40);

  @MethodSource("commits")
  @FuzzTest
  void anyBytesAreReadWithinBounds(byte[] raw) {
    CommitText text = CommitText.read(raw);
    assertThat(text.coAuthors())
        .hasSizeLessThanOrEqualTo(50)
        .allMatch(it -> !it.address().isEmpty());
    assertThat(text.message().subject()).hasSizeLessThanOrEqualTo(1000).doesNotContain("\n");
    assertThat(text.message().issueKeys())
        .hasSizeLessThanOrEqualTo(20)
        .allMatch(key -> key.matches("#[0-9]{1,9}|[A-Z][A-Z0-9]{1,9}-[0-9]{1,9}"));
    assertThat(text.message().reverts()).hasSizeLessThanOrEqualTo(20).doesNotHaveDuplicates();
    assertThat(text.message().cherryPickedFrom())
        .hasSizeLessThanOrEqualTo(20)
        .doesNotHaveDuplicates();
  }

  static Stream<byte[]> commits() {
    String head = "tree " + SHA + "\nauthor Ann <ann@example.org> 1769990000 +0100\n";
    return Stream.of(
            head + "committer <> 99999999999999999 +9999\nencoding x-SJIS_0213\n\nfeat(a)!: b\n",
            head + "encoding ISO-2022-JP\n\n\u001b$B\u001b(B\n\nThis reverts commit " + SHA + ".\n",
            head + "\nfix: a (#12)\n\nb\n\nFixes: SHOP-1\nCo-authored-by: Bob <bob@example.org>\n",
            head + "\nS\n\nb\n\n(cherry picked from commit " + SHA + ")\nSigned-off-by: A <a@b>\n",
            head + "\nS\n\nBREAKING CHANGE: b\nKey: a\n b\n\nConflicts:\n\tfile\n# c\n",
            "author >< 1 +\ncommitter\n\n \n\u0000\n")
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
