package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final Screen screen = new Screen();

  @Test
  void linesAreDrawnOverThoseBefore() {
    TerminalSize size = new TerminalSize(10, 40);
    String first = screen.frame(List.of(Line.plain("one"), Line.plain("two")), size, false);
    String second = screen.frame(List.of(Line.plain("three")), size, false);
    String third = screen.frame(List.of(Line.plain("four")), size, false);
    assertThat(first).isEqualTo("\u001b[?7l\r\u001b[Jone\ntwo\n\u001b[?7h");
    assertThat(second).isEqualTo("\u001b[?7l\r\u001b[2A\u001b[Jthree\n\u001b[?7h");
    assertThat(third).contains("\u001b[1A").contains("four");
  }

  @Test
  void linesAreCutToTheTerminalAndThoseWithoutRoomAreCounted() {
    List<Line> lines = IntStream.range(0, 9).mapToObj(n -> Line.plain("line number " + n)).toList();
    assertThat(screen.frame(lines, new TerminalSize(5, 10), false))
        .contains("line numb…\nline numb…\nline numb…\n… 6 lines…\n");
  }

  @Test
  void coloursAreThereOnlyWhereTheyAreWantedAndNeverThoseOfOthers() {
    List<Line> lines = List.of(new Line("failed \u001b[2J", Line.Tone.BAD));
    TerminalSize size = new TerminalSize(5, 40);
    assertThat(screen.frame(lines, size, true)).contains("\u001b[31mfailed \\u{1b}[2J\u001b[0m\n");
    assertThat(new Screen().frame(lines, size, false)).contains("\u001b[Jfailed \\u{1b}[2J\n");
  }

  @Test
  void aTerminalsSizeIsReadWhereItIsOne() {
    assertThat(TerminalSize.parse("50 132\n")).contains(new TerminalSize(50, 132));
    for (String none : List.of("", "0 0", "80", "a b", "1 2 3", "99999999999 1")) {
      assertThat(TerminalSize.parse(none)).as(none).isEmpty();
    }
  }
}
