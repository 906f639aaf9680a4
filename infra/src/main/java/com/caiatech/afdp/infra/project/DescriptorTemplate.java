package com.caiatech.afdp.infra.project;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The descriptor of a service that is built and started so. Its build is the first of the checks
/// before the deployment: it runs in the checkout that the instances start in, and where it fails
/// nothing of what serves is touched.
public record DescriptorTemplate(String service, Start start) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z./_-][A-Za-z0-9./_-]*");
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9./_= -]+");

  /// The text of `afdp.yaml`.
  public String text() {
    return """
        # How AFDP runs and checks this service. Check it with: afdp lint
        apiVersion: afdp/v1
        service: %s
        run:
          # The port to listen on is in $%s; {port} in an argument stands for it too.
          command: %s
        %s  replicas: 1
        health:
          path: /
          timeoutSeconds: 60
        drainSeconds: 5
        strategy:
          kind: rolling
        checks:
        %s  post:
            - name: smoke
              type: http
              path: /
              samples: 20
        """
        .formatted(service, start.portEnv(), list(start.command()), run(), build());
  }

  private String run() {
    StringBuilder lines = new StringBuilder();
    if (!start.portEnv().equals(Start.PORT)) {
      lines.append("  portEnv: ").append(start.portEnv()).append('\n');
    }
    if (!start.folder().equals(Start.HERE)) {
      lines.append("  workingDirectory: ").append(word(start.folder())).append('\n');
    }
    return lines.toString();
  }

  private String build() {
    if (start.build().isEmpty()) {
      return "";
    }
    return """
          pre:
            # Runs in the checkout that the instances start in.
            - name: build
              type: command
              command: %s
              timeoutSeconds: 1200
        """
        .formatted(list(buildCommand()));
  }

  /// Without a shell where one command is all there is.
  private List<String> buildCommand() {
    boolean isHere = start.buildFolder().equals(Start.HERE);
    if (isHere && start.build().size() == 1 && WORDS.matcher(start.build().getFirst()).matches()) {
      return List.of(start.build().getFirst().split(" ", -1));
    }
    List<String> steps = new ArrayList<>(start.build());
    if (!isHere) {
      steps.addFirst("cd '%s'".formatted(start.buildFolder().replace("'", "'\\''")));
    }
    return List.of("sh", "-c", String.join(" && ", steps));
  }

  private static String list(List<String> words) {
    return words.stream().map(DescriptorTemplate::word).collect(Collectors.joining(", ", "[", "]"));
  }

  /// A text of JSON is one of YAML too.
  private static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : TextNode.valueOf(text).toString();
  }
}
