package com.caiatech.afdp.lambdas.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookSecretsTest {
  @Test
  void oneOrTwoLinesAreOneOrTwoSecrets() {
    assertThat(HookSecrets.parse("  0123456789abcdef \r\n\n").all())
        .extracting(HookSecrets.Secret::text)
        .containsOnly("0123456789abcdef");
    assertThat(HookSecrets.parse("0123456789abcdef\nfedcba9876543210").all())
        .extracting(HookSecrets.Secret::text)
        .containsExactly("0123456789abcdef", "fedcba9876543210");
    assertThat(HookSecrets.unknown().all())
        .doesNotContainAnyElementsOf(HookSecrets.unknown().all());
  }

  @Test
  void aRotationPutsANewSecretOfTheSameKindBelowTheOneInUseAndThenDropsThat() {
    for (String former :
        new String[] {"0123456789abcdef", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="}) {
      HookSecrets before = HookSecrets.parse(former + "\n");
      HookSecrets between = HookSecrets.parse(before.withNext());
      HookSecrets after = HookSecrets.parse(between.withoutFormer());
      HookSecrets.Secret next = between.all().getLast();
      assertThat(before.isRotating()).isFalse();
      assertThat(between.isRotating()).isTrue();
      assertThat(between.all().getFirst().text()).isEqualTo(former);
      assertThat(next.isSigningToken()).isEqualTo(former.startsWith("whsec_"));
      assertThat(after.isRotating()).isFalse();
      assertThat(after.all()).containsOnly(next);
      assertThat(before.withNext()).isNotEqualTo(between.withNext());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                 | expected one or two lines with a secret each, found 0",
        "a/b/c                              | expected one or two lines with a secret each, found 3",
        "0123456789abcde                    | at least 16 characters, found one of 15",
        "0123456789abcdef/short             | at least 16 characters, found one of 5",
        "whsec_MDEyMzQ1Njc4OWFiY2Rl         | signing tokens of at least 16 bytes, found a shorter",
        "whsec_******************           | expected signing tokens of whsec_ and Base64",
      })
  void whatIsNoSecretIsRefusedWithoutShowingIt(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HookSecrets.parse(text.replace('/', '\n')))
        .withMessageContaining(message)
        .withMessageNotContainingAny("0123456789", "MDEy", "***")
        .withNoCause();
  }
}
