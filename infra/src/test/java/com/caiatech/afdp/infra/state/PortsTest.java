package com.caiatech.afdp.infra.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path temporary;

  @Test
  void aPartTakesItsOldPortAgain() {
    int bolt = ports().take("bolt", Optional.empty());
    assertThat(ports().take("bolt", Optional.empty())).isEqualTo(bolt);
  }

  @Test
  void aPartWhoseOldPortIsTakenGetsAnother() throws IOException {
    int bolt = ports().take("bolt", Optional.empty());
    try (ServerSocket other = new ServerSocket(bolt, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ports().take("bolt", Optional.empty())).isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void twoPartsNeverGetTheSamePort() {
    Ports ports = ports();
    int bolt = ports.take("bolt", Optional.empty());
    assertThatThrownBy(() -> ports.take("git", Optional.of(bolt)))
        .isInstanceOf(InfraException.Unavailable.class);
  }

  @Test
  void aGivenPortThatIsTakenIsOnePlainLine() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> ports().take("bolt", Optional.of(other.getLocalPort())))
          .isInstanceOf(InfraException.Unavailable.class)
          .hasMessage(
              "port "
                  + other.getLocalPort()
                  + " for bolt is taken; stop what listens there, give another port, or none for a"
                  + " free one");
    }
  }

  @Test
  void aGivenPortThatIsNoneIsWrongUsage() {
    assertThatThrownBy(() -> ports().take("bolt", Optional.of(70_000)))
        .isInstanceOf(InfraException.WrongUsage.class)
        .hasMessage("port for bolt: expected 1 to 65535, found 70000");
  }

  @Test
  void aBrokenFileSaysWhatToDo() throws IOException {
    Files.writeString(temporary.resolve("ports.json"), "[1]");
    assertThatThrownBy(this::ports)
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessageContaining("expected a JSON object of part and port")
        .hasMessageEndingWith("; delete the file, and free ports are taken");
  }

  private Ports ports() {
    return Ports.load(temporary.resolve("ports.json"));
  }
}
