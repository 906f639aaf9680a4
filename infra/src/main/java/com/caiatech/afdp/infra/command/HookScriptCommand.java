package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Terminal;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints the post-receive hook for plain Git servers, which says how to install it.
@Command(
    name = "script",
    description = {
      "Prints the post-receive hook for plain Git servers (POSIX sh, curl, openssl).",
      "Its first lines say how to install it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp hook script > /srv/git/acme/shop.git/hooks/post-receive",
      "  afdp hook script --json"
    })
public final class HookScriptCommand implements Callable<ExitCode> {
  private static final String SCRIPT = "/com/caiatech/afdp/infra/hook/post-receive";

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public ExitCode call() {
    String script = script();
    Terminal.data(
        json
            ? JsonNodeFactory.instance.objectNode().put("script", script).toString()
            : script.stripTrailing());
    return ExitCode.DONE;
  }

  private static String script() {
    try (InputStream content =
        Objects.requireNonNull(HookScriptCommand.class.getResourceAsStream(SCRIPT))) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("reading the hook script of this program", unreadable);
    }
  }
}
