package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Identities;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.verify.GivenVolume;
import com.caiatech.afdp.schemas.verify.LedgersVerifier;
import com.caiatech.afdp.schemas.verify.OpenedRepositories;
import com.caiatech.afdp.schemas.verify.Verification;
import com.caiatech.afdp.schemas.verify.VerificationJson;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Verifies ledgers by themselves, with no platform running: exit code 0 when everything holds, 1
/// when something does not, 2 on wrong usage or where there is no verdict.
@Command(
    name = "verify",
    description =
        "Verifies ledgers from their bytes alone: structure, signatures, every record, whether the"
            + " records of each deployment hold together, and what they say of repositories. Exit"
            + " code 0: everything holds; 1: something does not; 2: wrong usage, or no verdict.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp verify",
      "  afdp verify --policy 4f0c… backup/*.git --repository cart=backup/cart.git --json",
      "  afdp verify --policy 4f0c… https://git.example.com/ledgers/trust-policy.git …"
    })
public final class VerifyCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();

  @Parameters(
      paramLabel = "[VOLUME=]LEDGER",
      description =
          "The ledgers' volumes, by folder or address; a volume's name is that of its repository"
              + " where none is given. Default: those of the state folder.")
  private List<String> ledgers = new ArrayList<>();

  @Nullable
  @Option(
      names = "--policy",
      paramLabel = "SHA256",
      description = "The digest of the first trust policy. Default: that of the state folder.")
  private String policy;

  @Option(
      names = "--repository",
      paramLabel = "NAME=PLACE",
      description =
          "A source repository, by folder or address, to compare deployments with; repeatable."
              + " Default: those of the state folder, where the ledgers are its.")
  private Map<String, String> repositories = new TreeMap<>();

  @Override
  public ExitCode call() {
    try (OpenedRepositories opened = new OpenedRepositories(Terminal::progress)) {
      Verification found =
          LedgersVerifier.run(volumes(opened), pinned(), sources(opened), Terminal::progress);
      options.print(VerificationJson.of(found), VerificationText.of(found));
      return found.holds() ? ExitCode.DONE : ExitCode.FAILED;
    } catch (SchemasException | InfraException.Unavailable | InfraException.Refused noVerdict) {
      throw new InfraException.NoVerdict(String.valueOf(noVerdict.getMessage()), noVerdict);
    }
  }

  private List<GivenVolume> volumes(OpenedRepositories opened) {
    List<GivenVolume> given = new ArrayList<>();
    if (ledgers.isEmpty()) {
      for (Platform.Volume volume : platform().volumes()) {
        given.add(volume(volume.name().value(), place(volume.uri().toString()), opened));
      }
    }
    for (String ledger : ledgers) {
      int equals = ledger.indexOf('=');
      boolean named = equals > 0 && ledger.substring(0, equals).matches("[a-z0-9-]+");
      String place = named ? ledger.substring(equals + 1) : ledger;
      given.add(volume(named ? ledger.substring(0, equals) : nameOf(place), place, opened));
    }
    return given;
  }

  private static GivenVolume volume(String name, String place, OpenedRepositories opened) {
    try {
      return opened.ledger(new VolumeName(name), place);
    } catch (IllegalArgumentException malformed) {
      throw new InfraException.WrongUsage(
          "ledger " + place + ": expected the name of a volume, found '" + name + "'");
    }
  }

  /// The last part of a path or an address, without `.git`.
  private static String nameOf(String place) {
    String[] parts = place.replaceAll("(/\\.git)?/*$", "").split("/", -1);
    return parts[parts.length - 1].replaceAll("\\.git$", "");
  }

  private Map<RepositoryName, SourceMirror> sources(OpenedRepositories opened) {
    Map<RepositoryName, SourceMirror> mirrors = new HashMap<>();
    if (ledgers.isEmpty() && repositories.isEmpty()) {
      for (Platform.SourceRepository repository : platform().repositories()) {
        mirrors.put(repository.name(), opened.source(place(repository.uri().toString())));
      }
    }
    for (Map.Entry<String, String> repository : repositories.entrySet()) {
      try {
        mirrors.put(new RepositoryName(repository.getKey()), opened.source(repository.getValue()));
      } catch (IllegalArgumentException malformed) {
        throw new InfraException.WrongUsage("--repository: " + malformed.getMessage());
      }
    }
    return mirrors;
  }

  private Sha256 pinned() {
    if (policy == null) {
      if (!ledgers.isEmpty() && !options.stateIsGiven()) {
        throw new InfraException.WrongUsage(
            "--policy: expected the digest of the first trust policy of these ledgers, found none");
      }
      return Identities.pinnedPolicy(StateLayout.ofPlatform(options.state()));
    }
    try {
      return new Sha256(policy);
    } catch (IllegalArgumentException malformed) {
      throw new InfraException.WrongUsage("--policy: " + malformed.getMessage());
    }
  }

  private Platform platform() {
    return new PlatformFile(StateLayout.ofPlatform(options.state()).platform()).current();
  }

  /// A folder of this machine is read where it lies.
  private static String place(String address) {
    return address.startsWith("file:") ? Path.of(URI.create(address)).toString() : address;
  }
}
