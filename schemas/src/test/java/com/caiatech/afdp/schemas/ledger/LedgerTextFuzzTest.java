package com.caiatech.afdp.schemas.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.caiatech.afdp.schemas.SchemasException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.eclipse.jgit.lib.ObjectChecker;

/// The texts of a ledger: paths, the trailers of its commits, and the tokens that name its states.
class LedgerTextFuzzTest {
  private static final int MAX_BYTES = 4 * 1024;

  @FuzzTest
  void aPathReadsBackAndGitTakesItToo(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    switch (LedgerPath.read(text)) {
      case PathReading.Good(LedgerPath path) -> {
        assertThat(path.text()).isEqualTo(text);
        assertThat(LedgerPath.parse(text)).isEqualTo(path);
        assertThat(text.length()).isLessThanOrEqualTo(LedgerPath.MAX_LENGTH);
        assertThatCode(() -> new ObjectChecker().checkPath(text)).doesNotThrowAnyException();
      }
      case PathReading.WrongPlace(LedgerPath expected, String reason) -> {
        assertThat(reason).isNotBlank();
        assertThat(expected.text()).isNotEqualTo(text);
        assertThat(LedgerPath.read(expected.text())).isEqualTo(new PathReading.Good(expected));
      }
      case PathReading.BadForm(String reason) -> assertThat(reason).isNotBlank();
    }
  }

  @FuzzTest
  void trailersReadBackAsTheEndOfTheirMessage(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    switch (CommitTrailers.parse(text)) {
      case CommitTrailers.TrailersReading.Good(CommitTrailers trailers) -> {
        String message = trailers.message("Subject");
        assertThat(text).endsWith(message.substring("Subject".length()));
        assertThat(CommitTrailers.parse(message))
            .isEqualTo(new CommitTrailers.TrailersReading.Good(trailers));
      }
      case CommitTrailers.TrailersReading.Bad(String reason) -> assertThat(reason).isNotBlank();
    }
  }

  @FuzzTest
  void aTokenReadsBack(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    try {
      assertThat(ConsistencyToken.parse(text).text()).isEqualTo(text);
    } catch (SchemasException.MalformedInput refused) {
      assertThat(refused).hasMessageContaining("expected <volume>:<size>");
    }
  }
}
