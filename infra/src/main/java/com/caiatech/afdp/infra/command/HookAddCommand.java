package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.Identities;
import com.caiatech.afdp.infra.embedded.WebhookEndpoint;
import com.caiatech.afdp.infra.registration.Registration;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Hook;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Adds a webhook of a host, or of one repository there.
@Command(
    name = "add",
    description =
        "Adds a webhook of a host that the platform's configuration names, or of one repository"
            + " there, configured or registered by mutation now or later. Its secret is made in a"
            + " file of the state folder and told nowhere else; it is exchanged by: afdp"
            + " hook rotate ID.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp hook add github --host github",
      "  afdp hook add shop-hook --host github --repository shop --json"
    })
public final class HookAddCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();
  @Mixin private final HookParameter hookParameter = new HookParameter();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Option(
      names = "--host",
      required = true,
      paramLabel = "HOST",
      description = "The host's name in the platform's configuration.")
  private HostName host;

  @Nullable
  @Option(
      names = "--repository",
      paramLabel = "NAME",
      description = "The only repository that it may name; default: any of the host's.")
  private RepositoryName repository;

  @Override
  public ExitCode call() {
    HookId id = hookParameter.id();
    StateLayout layout = new StateLayout(options.state());
    Hook hook = new Hook(id, host, repository == null ? null : new PushSource.Source(repository));
    Registration.add(layout, hook);
    Path secret = layout.webhookSecret(id);
    OwnerOnly.secret(secret, Identities::randomText);
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("hook", id.value())
            .put("host", host.value())
            .put("path", WebhookEndpoint.PATH + id)
            .put("secret_file", secret.toString());
    if (repository != null) {
      report.put("repository", repository.value());
    }
    options.print(
        report,
        "webhook %s%s of %s, host %s; give the host the secret that is in %s"
            .formatted(
                WebhookEndpoint.PATH, id, repository == null ? "all" : repository, host, secret));
    return ExitCode.DONE;
  }
}
