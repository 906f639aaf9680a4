package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Endpoints;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Prints the bearer token of a local person.
@Command(
    name = "token",
    description = "Prints the bearer token of a local person.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp token viewer",
      "  curl -H @<(printf 'Authorization: Bearer %%s' \"$(afdp token)\") …"
    })
public final class TokenCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "viewer",
      paramLabel = "ROLE",
      description = "Whose token; default: ${DEFAULT-VALUE}.")
  private String role = "viewer";

  @Override
  public ExitCode call() {
    Endpoints endpoints = options.endpoints();
    String token =
        endpoints
            .token(role)
            .orElseThrow(
                () ->
                    new InfraException.WrongUsage(
                        "expected one of %s, found '%s'"
                            .formatted(
                                endpoints.tokens().keySet().stream().sorted().toList(), role)));
    options.print(
        new ObjectMapper().createObjectNode().put("role", role).put("token", token), token);
    return ExitCode.DONE;
  }
}
