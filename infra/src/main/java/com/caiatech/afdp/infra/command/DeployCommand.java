package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.schemas.id.DeploymentId;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts a deployment of a service to an environment.
@Command(
    name = "deploy",
    description = "Starts a deployment of a service to an environment.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp deploy checkout staging --wait --timeout 15m",
      "  afdp deploy checkout production --ref v1.4.0 --reason \"spring release\""
    })
public final class DeployCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();
  @Mixin private final ServiceAndEnvironment pair = new ServiceAndEnvironment();
  @Mixin private final WaitOptions waiting = new WaitOptions();

  @Nullable
  @Option(names = "--ref", description = "Branch, tag or commit; default: the default branch.")
  private String ref;

  @Nullable
  @Option(names = "--configuration-ref", description = "The same in the configuration repository.")
  private String configurationRef;

  @Nullable
  @Option(names = "--iac-ref", description = "The same in the IaC repository.")
  private String iacRef;

  @Nullable
  @Option(names = "--reason", description = "Short text in clear, kept in the record.")
  private String reason;

  @Nullable
  @Option(names = "--id", description = "A UUIDv7: sent twice, it starts one deployment.")
  private DeploymentId id;

  @Override
  public ExitCode call() {
    Map<String, Object> input = pair.input();
    input.put("id", id == null ? Session.newId() : id.value());
    Session.put(input, "ref", ref);
    Session.put(input, "configurationRef", configurationRef);
    Session.put(input, "iacRef", iacRef);
    Session.put(input, "reason", reason);
    return Started.by(session, "startDeployment", "StartDeploymentInput", input, waiting);
  }
}
