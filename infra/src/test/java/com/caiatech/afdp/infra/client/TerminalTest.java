package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void whatOthersWroteDoesNotSteerTheTerminal() {
    assertThat(Terminal.printable("two\nlines, é and 日本"))
        .isEqualTo("two%nlines, é and 日本".formatted());
    assertThat(Terminal.printable("\u001b[2J gone\r\u009b1A up \u202e turned"))
        .isEqualTo("\\u{1b}[2J gone%n\\u{9b}1A up \\u{202e} turned".formatted());
  }
}
