package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.registration.Registration;
import com.caiatech.afdp.infra.registration.ServedRepository;
import com.caiatech.afdp.infra.registration.SourceLocation;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
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
      "  afdp register ~/src/shop/services/cart --shared libs/money",
      "  afdp register https://git.example/acme/shop.git --service cart --path services/cart"
    })
public final class RegisterCommand implements Callable<ExitCode> {
  /// What is known of the configuration of a platform elsewhere.
  private static final Platform UNKNOWN =
      new Platform("elsewhere", List.of(), List.of(), List.of(), List.of());

  @Mixin private final Session options = new Session();

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
  @Option(
      names = "--service",
      description =
          "The service's name; default: as its afdp.yaml says, where that can be read here.")
  private ServiceName service;

  @Nullable
  @Option(
      names = "--branch",
      description =
          "Of repositories at a configured host: what is deployed by default; default: main.")
  private String branch;

  @Nullable
  @Option(names = "--team", description = "At a configured host: the team that owns the service.")
  private String team;

  @Nullable
  @Option(names = "--reason", description = "At a configured host: why, in a few words.")
  private String reason;

  @Override
  public ExitCode call() {
    Map<SourceRole, SourceLocation> locations = new EnumMap<>(SourceRole.class);
    locations.put(
        SourceRole.APPLICATION, SourceLocation.of(application, Optional.ofNullable(path), shared));
    if (configuration != null) {
      locations.put(SourceRole.CONFIGURATION, SourceLocation.of(configuration));
    }
    if (iac != null) {
      locations.put(SourceRole.IAC, SourceLocation.of(iac));
    }
    StateLayout layout = new StateLayout(options.state());
    Platform configured = options.isElsewhere() ? UNKNOWN : Registration.platformOn(layout);
    if (options.isElsewhere() || areHosted(configured, locations.values())) {
      return registerByMutation(configured, locations);
    }
    Registration.Request request =
        new Registration.Request(locations, Optional.ofNullable(service));
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
    return ExitCode.DONE;
  }

  private ExitCode registerByMutation(
      Platform configured, Map<SourceRole, SourceLocation> locations) {
    ServiceName name = service;
    if (name == null) {
      throw new InfraException.WrongUsage(
          "--service: expected the service's name, since its afdp.yaml is at the host, found none");
    }
    try (GatewayClient admin = options.client("admin")) {
      JsonNode outcome =
          new HostedRegistration(admin, configured)
              .register(name, locations, new HostedRegistration.Further(branch, team, reason));
      StringJoiner text = new StringJoiner(System.lineSeparator()).add("service " + name);
      locations.forEach(
          (role, location) ->
              text.add(
                  "  %-14s %s"
                      .formatted(role.name().toLowerCase(Locale.ROOT), location.repository())));
      options.print(outcome, text.toString());
      return ExitCode.DONE;
    }
  }

  /// Whether they all lie on hosts that the configuration names.
  private static boolean areHosted(Platform configured, Collection<SourceLocation> locations) {
    long hosted =
        locations.stream()
            .filter(it -> HostedRegistration.isHosted(configured, it.repository()))
            .count();
    if (hosted > 0 && hosted < locations.size()) {
      throw new InfraException.Refused(
          "registering: expected all repositories at hosts that the platform's configuration names, or"
              + " none of them; found %d of %d".formatted(hosted, locations.size()));
    }
    return hosted > 0;
  }
}
