package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.registration.Registration;
import com.caiatech.afdp.infra.registration.ServedRepository;
import com.caiatech.afdp.infra.registration.SourceLocation;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a service known: its repository, and its configuration and IaC repositories beside it.
@Command(
    name = "register",
    description =
        "Makes a service known: its repository, and its configuration and IaC repositories beside"
            + " it.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp register ~/src/checkout",
      "  afdp register . --configuration ../checkout-configuration --iac ../checkout-iac",
      "  afdp register ~/src/shop/services/cart --shared libs/money"
    })
public final class RegisterCommand implements Callable<Integer> {
  @Mixin private final StateOptions options = new StateOptions();

  @Parameters(
      index = "0",
      paramLabel = "PATH|URL",
      description = "The application's repository, or the service's folder in it.")
  private String application = "";

  @Nullable
  @Option(
      names = "--path",
      paramLabel = "FOLDER",
      description = "The service's folder in the repository; default: the one that PATH is.")
  private SourcePath path;

  @Option(
      names = "--shared",
      paramLabel = "PATH",
      description =
          "A further path of the repository that concerns the service, such as libs/money;"
              + " repeatable.")
  private List<SourcePath> shared = List.of();

  @Nullable
  @Option(
      names = "--configuration",
      paramLabel = "PATH|URL",
      description = "The configuration's repository, or a folder in it.")
  private String configuration;

  @Nullable
  @Option(
      names = "--iac",
      paramLabel = "PATH|URL",
      description = "The repository of the infrastructure code, or a folder in it.")
  private String iac;

  @Nullable
  @Option(names = "--service", description = "The service's name; default: as its afdp.yaml says.")
  private ServiceName service;

  @Override
  public Integer call() {
    Map<SourceRole, SourceLocation> locations = new EnumMap<>(SourceRole.class);
    locations.put(
        SourceRole.APPLICATION, SourceLocation.of(application, Optional.ofNullable(path), shared));
    if (configuration != null) {
      locations.put(SourceRole.CONFIGURATION, SourceLocation.of(configuration));
    }
    if (iac != null) {
      locations.put(SourceRole.IAC, SourceLocation.of(iac));
    }
    Registration.Request request =
        new Registration.Request(locations, Optional.ofNullable(service));
    StateLayout layout = new StateLayout(options.state());
    Registration.Registered registered =
        Registration.on(layout).register(request, new CopyProgress());
    Optional<Endpoints> running = Endpoints.find(options.state());
    ObjectNode report =
        JsonNodeFactory.instance.objectNode().put("service", registered.service().value());
    ObjectNode sources = report.putObject("sources");
    StringJoiner text =
        new StringJoiner(System.lineSeparator()).add("service " + registered.service());
    for (Map.Entry<SourceRole, ServedRepository> entry : registered.sources().entrySet()) {
      String role = entry.getKey().name().toLowerCase(Locale.ROOT);
      ServedRepository repository = entry.getValue();
      running = running.map(endpoints -> endpoints.serving(repository.name()));
      String address =
          running.map(it -> it.repositories().get(repository.name().value())).orElse(null);
      sources.put(role, address);
      text.add(
          address == null
              ? "  %-14s %s, served once the platform runs".formatted(role, repository.name())
              : "  %-14s git push %s %s".formatted(role, address, repository.defaultBranch()));
    }
    running.ifPresent(endpoints -> endpoints.write(options.state()));
    options.print(report, text.toString());
    return 0;
  }
}
