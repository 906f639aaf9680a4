package com.caiatech.afdp.lambdas.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.commit.CommitMessage;
import com.caiatech.afdp.graphmodel.commit.CommitTime;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitTextTest {
  private static final CommitId ONE = new CommitId("1".repeat(40));
  private static final CommitId TWO = new CommitId("2".repeat(64));

  @Test
  void peopleHaveTheirNameAddressMomentAndZone() {
    CommitText text = read("Ann B. <ann@example.org> 1769990000 -0330", "S\n");

    assertThat(text.author())
        .isEqualTo(
            new Signature(
                "Ann B.",
                "ann@example.org",
                new CommitTime(Instant.ofEpochSecond(1_769_990_000), "-03:30")));
    assertThat(text.committer()).isEqualTo(new Signature("C", "c@example.org", epoch()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Ann <a@b> 1 +9999           | 1970-01-01T00:00:01Z | -
          Ann <a@b> 1 +0160           | 1970-01-01T00:00:01Z | -
          Ann <a@b> 1 +100            | 1970-01-01T00:00:01Z | -
          Ann <a@b> 1 -0000           | 1970-01-01T00:00:01Z | +00:00
          Ann <a@b> 253402300799 +0000 | 9999-12-31T23:59:59Z | +00:00
          Ann <a@b> 253402300800 +0000 | - | -
          Ann <a@b> 99999999999999999999 +0000 | - | -
          Ann <a@b> -1 +0000          | - | -
          Ann <a@b> now               | - | -
          Ann <a@b> 1                 | - | -
          Ann <a@b>                   | - | -
          """)
  void aMomentThatAValueCannotHoldIsAbsent(String author, String at, String zone) {
    Signature signature = Objects.requireNonNull(read(author, "S\n").author());

    assertThat(signature.time())
        .isEqualTo(at == null ? null : new CommitTime(Instant.parse(at), zone));
  }

  @Test
  void whoHasNoAddressInBracketsIsAbsent() {
    assertThat(read("Ann", "S\n").author()).isNull();
    assertThat(read("Ann <a@b", "S\n").author()).isNull();
    assertThat(CommitText.read(new byte[0]).committer()).isNull();
  }

  @Test
  void theBodyIsWhatFollowsTheSubjectAndBlankLines() {
    assertThat(message("S\n\n \n\nOne\n\nTwo\n").bodySha256())
        .isEqualTo(Sha256.ofUtf8("One\n\nTwo\n"));
    assertThat(message("\n\nS\nof two\n\nOne").bodySha256()).isEqualTo(Sha256.ofUtf8("One"));
    assertThat(message("S\n\nOne\u0000more").bodySha256())
        .isEqualTo(Sha256.ofUtf8("One\u0000more"));
    assertThat(message("S\n\n\n").bodySha256()).isNull();
    assertThat(message("").bodySha256()).isNull();
  }

  @Test
  void aSubjectIsCutBetweenTwoCharacters() {
    assertThat(message("a".repeat(999) + "🦊 and more\n").subject()).isEqualTo("a".repeat(999));
    assertThat(message("🦊".repeat(1_000_000)).subject()).isEqualTo("🦊".repeat(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "windows-1251", "EUC-JP", "Shift_JIS", "utf8"})
  void aMessageIsReadInTheEncodingThatItsCommitNames(String encoding) {
    String subject =
        switch (encoding) {
          case "windows-1251" -> "Привет";
          case "EUC-JP", "Shift_JIS" -> "日本語";
          default -> "Grüße";
        };
    Charset charset = Charset.forName(encoding);

    assertThat(CommitText.read(commit("encoding " + encoding, subject).getBytes(charset)).message())
        .extracting(CommitMessage::subject)
        .isEqualTo(subject);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such", "", "UTF-16", "x-JISAutoDetect", "a b"})
  void anEncodingThatIsUnknownOrNoAsciiIsPassedOver(String encoding) {
    assertThat(CommitText.read(commit("encoding " + encoding, "Grüße").getBytes(UTF_8)).message())
        .extracting(CommitMessage::subject)
        .isEqualTo("Grüße");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          feat: add a cart           | feat | -    | false
          feat(Cart): add it         | feat | cart | false
          FIX!: it                   | fix  | -    | true
          fix(cart api)!: it         | fix  | cart api | true
          chore(deps-dev): bump it   | chore | deps-dev | false
          feat:no space              | -    | -    | false
          feat (cart): a space       | -    | -    | false
          feat(): no scope           | -    | -    | false
          two words: it              | -    | -    | false
          feat(a)(b): it             | -    | -    | false
          feat:                      | -    | -    | false
          """)
  void typeAndScopeAreReadAsConventionalCommitsSays(
      String subject, String type, String scope, boolean breaking) {
    CommitMessage message = message(subject + "\n");

    assertThat(message.type()).isEqualTo(type);
    assertThat(message.scope()).isEqualTo(scope);
    assertThat(message.breaking()).isEqualTo(breaking);
  }

  @Test
  void aFooterSaysThatACommitBreaksSomething() {
    assertThat(message("fix: a\n\nb\n\nBREAKING CHANGE: c\n").breaking()).isTrue();
    assertThat(message("fix: a\n\nb\n\nRefs: #1\nBREAKING-CHANGE: c\n").breaking()).isTrue();
    assertThat(message("No type\n\nBREAKING CHANGE #12\n").breaking()).isTrue();
    assertThat(message("fix: a\n\nNo BREAKING CHANGE: c\n").breaking()).isFalse();
    assertThat(message("fix: a\n\nbreaking change: c\n").breaking()).isFalse();
    assertThat(message("fix: a\n\nBREAKING CHANGE: \n").breaking()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mend it (#12)                          | #12
          SHOP-1: mend it, see SHOP2-34 and #5   | SHOP-1 SHOP2-34 #5
          Merge branch 'feature/SHOP-12-mend-it' | SHOP-12
          Mend it twice: #7 #7                   | #7
          Read UTF-8, RFC-2119 and CVE-2024-123  | ''
          Take owner/name#12 and a#3 and &#38;   | ''
          shop-12 S-1 SHOP-012 SHOP-12a #0       | ''
          """)
  void theSubjectNamesIssues(String subject, String keys) {
    assertThat(String.join(" ", message(subject + "\n").issueKeys())).isEqualTo(keys);
  }

  @Test
  void trailersAndWordsThatCloseNameIssues() {
    assertThat(
            message(
                    """
                    Mend it

                    This closes #3 and fixes: SHOP-9. It is like #4, and prefixes #5.

                    Refs: SHOP-1, SHOP-2
                    Jira: https://jira.example.org/browse/SHOP-3
                    Fixes: 54a4f0239f2e ("Read it (#8)")
                    Reviewed-by: Ann <ABC-1@example.org>
                    """)
                .issueKeys())
        .containsExactly("#3", "SHOP-9", "SHOP-1", "SHOP-2", "SHOP-3");
    String many = IntStream.range(1, 60).mapToObj(i -> "#" + i).collect(Collectors.joining(" "));
    assertThat(message(many).issueKeys()).hasSize(20).startsWith("#1", "#2");
  }

  @Test
  void coAuthorsAreReadFromTrailersEachOnce() {
    CommitText text =
        read(
            "Ann <a@b> 1 +0000",
            """
            S

            Co-authored-by: In the text <x@example.org> it is none.

            Co-authored-by: Bob <bob@example.org>
            co-Authored-BY: Eve
              Of Two Lines <eve@example.org>
            Co-authored-by: Bob again <Bob@Example.org>
            Co-authored-by: Nobody
            Co-authored-by: Nobody <>
            """);

    assertThat(text.coAuthors())
        .containsExactly(
            new Signature("Bob", "bob@example.org", null),
            new Signature("Eve Of Two Lines", "eve@example.org", null));
  }

  @Test
  void revertsAreReadAsGitWritesThem() {
    assertThat(message("Revert \"A\"\n\nThis reverts commit " + ONE + ".\n").reverts())
        .containsExactly(ONE);
    assertThat(
            message(
                    "Revert\n\nThis reverts commit "
                        + TWO
                        + ", reversing\nchanges made to "
                        + ONE
                        + ".\n")
                .reverts())
        .containsExactly(TWO);
    assertThat(message("Undo\n\nReverts: " + ONE + "\nReverts: " + ONE + "\n").reverts())
        .containsExactly(ONE);
    assertThat(message("Undo\n\nThis reverts commit 1111111.\n").reverts()).isEmpty();
    assertThat(message("Undo\n\nThis reverts commit " + ONE + "1.\n").reverts()).isEmpty();
    assertThat(message("Undo\n\nSee: This reverts commit " + ONE + ".\n").reverts()).isEmpty();
    assertThat(message("This reverts commit " + ONE + ".\n").reverts()).isEmpty();
  }

  @Test
  void copiesAreReadAsGitWritesThem() {
    String picked = "(cherry picked from commit %s)\n";
    assertThat(message("S\n\n" + picked.formatted(ONE) + picked.formatted(TWO)).cherryPickedFrom())
        .containsExactly(ONE, TWO);
    assertThat(message("S\n\nIt was " + picked.formatted(ONE)).cherryPickedFrom()).isEmpty();
    List<String> many = new ArrayList<>();
    IntStream.range(0, 50).forEach(i -> many.add(picked.formatted("%040x".formatted(i))));
    assertThat(message("S\n\n" + String.join("", many)).cherryPickedFrom()).hasSize(20);
  }

  @Test
  void ofAMessageThatNobodyWritesTheSubjectAloneIsRead() {
    CommitMessage message =
        message("fix: a #1\n\n" + "x\n".repeat(600_000) + "\nReverts: " + ONE + "\nRefs: #2\n");

    assertThat(message.subject()).isEqualTo("fix: a #1");
    assertThat(message.issueKeys()).containsExactly("#1");
    assertThat(message.reverts()).isEmpty();
    assertThat(message.bodySha256()).isNotNull();
  }

  private static CommitTime epoch() {
    return new CommitTime(Instant.EPOCH, "+00:00");
  }

  private static CommitMessage message(String message) {
    return read("Ann <a@b> 1 +0000", message).message();
  }

  private static CommitText read(String author, String message) {
    return CommitText.read(
        "tree %s\nauthor %s\ncommitter C <c@example.org> 0 +0000\n\n%s"
            .formatted(ONE, author, message)
            .getBytes(UTF_8));
  }

  private static String commit(String header, String message) {
    return "tree %s\nauthor A <a@b> 1 +0000\ncommitter C <c@d> 0 +0000\n%s\n\n%s\n"
        .formatted(ONE, header, message);
  }
}
