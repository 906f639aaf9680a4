package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.embedded.WebhookEndpoint;
import com.caiatech.afdp.infra.registration.HookRotation;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.HookId;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Exchanges the secret of a webhook while deliveries go on.
@Command(
    name = "rotate",
    description =
        "Makes a new secret of a webhook in the second line of its file, which is printed, and not"
            + " the secret. Deliveries that are signed with either are taken, until --finish drops"
            + " the former one. Where a signing token is in use, the new secret is one too.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp hook rotate shop-hook",
      "  afdp hook rotate shop-hook --finish",
      "  afdp hook rotate shop-hook --json"
    })
public final class HookRotateCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();
  @Mixin private final HookParameter hookParameter = new HookParameter();

  @Option(
      names = "--finish",
      description = "Drop the former secret, once the host signs with the new one.")
  private boolean finish;

  @Override
  public ExitCode call() {
    HookId id = hookParameter.id();
    HookRotation rotation = HookRotation.of(new StateLayout(options.state()), id);
    String path = WebhookEndpoint.PATH + id;
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("hook", id.value())
            .put("host", rotation.hook().host().value())
            .put("path", path)
            .put("secret_file", rotation.file().toString());
    if (finish) {
      rotation.finish();
      options.print(
          report.put("secrets", 1),
          "webhook %s: the former secret counts no longer; the one that counts is in %s"
              .formatted(path, rotation.file()));
    } else {
      rotation.begin();
      options.print(
          report.put("secrets", 2),
          "webhook %s: give host %s the new secret, which is the second line of %s; either counts until: afdp hook rotate %s --finish"
              .formatted(path, rotation.hook().host(), rotation.file(), id));
    }
    return ExitCode.DONE;
  }
}
