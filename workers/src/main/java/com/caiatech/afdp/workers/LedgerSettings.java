package com.caiatech.afdp.workers;

import com.caiatech.afdp.schemas.configuration.Section;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.ledger.GitAccount;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the ledgers lie, from environment variables: `AFDP_LEDGERS` is the folder that holds
/// `<series>.git` on a disk shared with the Git host, or an address on a Git host below which
/// `<series>.git` lies. The volumes that follow, `<series>-<n>.git`, lie beside them.
///
/// For an address, `AFDP_LEDGER_CLONES` is the folder for the clones, which no other process uses.
/// `https` takes an account from `AFDP_GIT_USER` and `AFDP_GIT_PASSWORD_FILE`; `ssh` runs the
/// program that `GIT_SSH` names, which has its own keys.
public final class LedgerSettings {
  public static final String LEDGERS = "AFDP_LEDGERS";
  public static final String CLONES = "AFDP_LEDGER_CLONES";
  public static final String GIT_USER = "AFDP_GIT_USER";
  public static final String GIT_PASSWORD_FILE = "AFDP_GIT_PASSWORD_FILE";
  static final String GIT_SSH = "GIT_SSH";

  private static final String HTTPS = "https";
  private static final String SSH = "ssh";
  private static final Set<String> SCHEMES = Set.of(HTTPS, SSH, "git", "file");

  private final Section section;

  private LedgerSettings(Section section) {
    this.section = section;
  }

  /// Reads where the ledgers lie; what is missing or wrong is a problem of the section.
  public static Map<Series, LedgerPlace> read(Section section) {
    LedgerSettings settings = new LedgerSettings(section);
    String ledgers = settings.get(LEDGERS).orElse("");
    return ledgers.contains("://") ? settings.onGitHost(ledgers) : settings.onSharedDisk(ledgers);
  }

  private Map<Series, LedgerPlace> onSharedDisk(String text) {
    Path folder = Path.of(text);
    if (text.isEmpty() || !Files.isDirectory(folder)) {
      problem(
          LEDGERS,
          "a folder, or an address that begins with https://, ssh://, git:// or file://",
          "'" + text + "'");
    }
    for (String name : List.of(CLONES, GIT_USER, GIT_PASSWORD_FILE)) {
      get(name)
          .ifPresent(
              found -> problem(name, "none where AFDP_LEDGERS is no address", "'" + found + "'"));
    }
    Map<Series, LedgerPlace> places = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      places.put(series, new LedgerPlace.OnSharedDisk(folder.resolve(series.value() + ".git")));
    }
    return places;
  }

  private Map<Series, LedgerPlace> onGitHost(String text) {
    Map<Series, LedgerPlace> places = new EnumMap<>(Series.class);
    Optional<URI> address = address(text);
    if (get(CLONES).isEmpty()) {
      problem(CLONES, "the folder for the clones of ledgers on a Git host", "none");
    }
    Optional<GitAccount> account = account(address);
    if (address.isEmpty() || get(CLONES).isEmpty()) {
      return places;
    }
    Path clones = Path.of(get(CLONES).orElseThrow());
    String base = address.get().toString().replaceAll("/+$", "");
    for (Series series : Series.values()) {
      String name = series.value() + ".git";
      places.put(
          series,
          new LedgerPlace.OnGitHost(
              URI.create(base + "/" + name), clones.resolve(name), account.orElse(null)));
    }
    return places;
  }

  private Optional<URI> address(String text) {
    URI address;
    try {
      address = new URI(text);
    } catch (URISyntaxException malformed) {
      // without the text, which may hold a password
      problem(LEDGERS, "an address", "one with an error: " + malformed.getReason());
      return Optional.empty();
    }
    String scheme = String.valueOf(address.getScheme());
    if (!SCHEMES.contains(scheme)) {
      problem(LEDGERS, "https://, ssh://, git:// or file://", scheme + "://");
    }
    if (String.valueOf(address.getRawUserInfo()).contains(":")) {
      problem(LEDGERS, "no password in the address (see " + GIT_PASSWORD_FILE + ")", "one");
    }
    if (scheme.equals(SSH) && get(GIT_SSH).isEmpty()) {
      problem(GIT_SSH, "the program that speaks SSH, such as ssh, for ssh://", "none");
    }
    return Optional.of(address);
  }

  private Optional<GitAccount> account(Optional<URI> address) {
    Optional<String> user = get(GIT_USER);
    Optional<Path> file = get(GIT_PASSWORD_FILE).map(Path::of);
    if (user.isEmpty() && file.isEmpty()) {
      return Optional.empty();
    }
    if (address.isPresent() && !HTTPS.equals(address.get().getScheme())) {
      problem(
          user.isPresent() ? GIT_USER : GIT_PASSWORD_FILE,
          "none where AFDP_LEDGERS is no https:// address",
          "one");
    }
    if (user.isEmpty()) {
      problem(GIT_USER, "the name that goes with " + GIT_PASSWORD_FILE, "none");
    }
    if (file.isEmpty()) {
      problem(GIT_PASSWORD_FILE, "the file with the password of " + GIT_USER, "none");
    } else if (!Files.isReadable(file.get()) || Files.isDirectory(file.get())) {
      problem(GIT_PASSWORD_FILE, "a file that can be read", "'" + file.get() + "'");
    }
    return user.flatMap(name -> file.map(it -> new GitAccount(name, it)));
  }

  private Optional<String> get(String name) {
    return section.optionalText(name);
  }

  private void problem(String name, String expected, String found) {
    section.problem(name, expected, found);
  }
}
