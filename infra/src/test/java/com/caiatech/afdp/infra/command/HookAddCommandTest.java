package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.registration.Registration;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Hook;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookAddCommandTest {
  @TempDir Path folder;

  @Test
  void aRepositoryHasAWebhookWhoseSecretStandsInItsFileAlone() throws Exception {
    StateLayout layout = new StateLayout(folder.resolve("state"));
    Commands afdp = new Commands(folder, layout.root());
    try (StateFolder state = StateFolder.open(layout.root())) {
      Bootstrap.ensure(state.layout());
    }
    Path file = layout.webhookSecret(new HookId("pay-hook"));
    String[] add = {"hook", "add", "pay-hook", "--host", "local", "--repository", "pay"};

    Commands.Ended added = afdp.onState(add);
    String secret = Files.readString(file);
    assertThat(added.code()).as(added.err()).isZero();
    assertThat(added.out())
        .contains("webhook /webhook/pay-hook of pay, host local", file.toString())
        .doesNotContain(secret.strip());
    assertThat(Registration.platformOn(layout).hooks())
        .contains(
            new Hook(
                new HookId("pay-hook"),
                new HostName("local"),
                new PushSource.Source(new RepositoryName("pay"))));
    assertThat(Files.readString(layout.platform())).doesNotContain(secret.strip());

    assertThat(afdp.onState(add).code()).as("again").isZero();
    assertThat(file).hasContent(secret);

    Commands.Ended other = afdp.onState("hook", "add", "pay-hook", "--host", "local");
    assertThat(other.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(other.err()).contains("expected an id of its own");
    Commands.Ended nowhere = afdp.onState("hook", "add", "new", "--host", "nowhere");
    assertThat(nowhere.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(nowhere.err()).contains("Hook new: expected one of the hosts [local]");
  }
}
