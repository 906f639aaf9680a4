package com.caiatech.afdp.lambdas.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.schemas.id.CommitId;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands where git's answer should.
class DiffTreeOutputFuzzTest {
  private static final CommitId COMMIT = new CommitId("a".repeat(40));
  private static final String IDS = " " + "1".repeat(40) + " " + "2".repeat(40) + " ";

  @MethodSource("answers")
  @FuzzTest
  void anAnswerIsReadOrRefused(byte[] answer) {
    try {
      List<TouchedFile> files = new DiffTreeOutput(new ByteArrayInputStream(answer)).next(COMMIT);
      assertThat(files).allSatisfy(file -> assertThat(file.mode()).matches("[0-7]{6}"));
    } catch (IOException refused) {
      assertThat(refused).hasMessageContaining("expected");
    }
  }

  static Stream<byte[]> answers() {
    String commit = COMMIT + "\0";
    return Stream.of(
            "#\n",
            commit + ":000000 100644" + IDS + "A\0a file\0001\t0\ta file\0#\n",
            commit + ":100644 100755" + IDS + "M\0run\000-\t-\trun\0#\n",
            commit + ":100644 100644" + IDS + "R086\0old\0new\0001\t5\t\0old\0new\0#\n",
            commit + ":100644 160000" + IDS.stripTrailing() + "2 M\0module\0001\t1\tmodule\0#\n",
            commit + ":100644 000000" + IDS + "D\0f\344rbe\0000\t5\tf\344rbe\0#\n")
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
