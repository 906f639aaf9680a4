package com.caiatech.afdp.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.configuration.Section;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.ledger.GitAccount;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerSettingsTest {
  @TempDir Path folder;

  @Test
  void a_folder_holds_a_repository_for_every_series() {
    assertThat(places(Map.of("AFDP_LEDGERS", folder.toString())))
        .containsOnlyKeys(Series.values())
        .containsEntry(
            Series.CHECKS,
            new LedgerPlace.OnSharedDisk(folder.resolve("pre-post-deployment-checks.git")));
  }

  @Test
  void an_address_has_a_repository_for_every_series_below_it_and_clones_here() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "secret");
    assertThat(
            places(
                Map.of(
                    "AFDP_LEDGERS",
                    "https://git.example.org/acme/",
                    "AFDP_LEDGER_CLONES",
                    folder.toString(),
                    "AFDP_GIT_USER",
                    "afdp",
                    "AFDP_GIT_PASSWORD_FILE",
                    password.toString())))
        .containsOnlyKeys(Series.values())
        .containsEntry(
            Series.APPROVALS,
            new LedgerPlace.OnGitHost(
                URI.create("https://git.example.org/acme/approval-logs.git"),
                folder.resolve("approval-logs.git"),
                new GitAccount("afdp", password)));
  }

  @Test
  void ssh_git_and_file_addresses_need_no_account() {
    for (String address : new String[] {"ssh://git@host:22/srv", "git://host", "file:///srv"}) {
      assertThat(
              places(
                  Map.of(
                      "AFDP_LEDGERS",
                      address,
                      "AFDP_LEDGER_CLONES",
                      folder.toString(),
                      "GIT_SSH",
                      "ssh")))
          .containsEntry(
              Series.INCIDENTS,
              new LedgerPlace.OnGitHost(
                  URI.create(address + "/incident-reports.git"),
                  folder.resolve("incident-reports.git"),
                  null));
    }
  }

  @Test
  void what_is_neither_a_folder_nor_an_address_is_refused() {
    String nowhere = folder.resolve("nowhere").toString();
    refused(
        Map.of("AFDP_LEDGERS", nowhere),
        "AFDP_LEDGERS: expected a folder, or an address that begins with https://, ssh://, git:// or"
            + " file://, found '"
            + nowhere
            + "'");
    refused(
        Map.of("AFDP_LEDGERS", "git@host:acme"),
        "AFDP_LEDGERS: expected a folder, or an address that begins with https://, ssh://, git:// or"
            + " file://, found 'git@host:acme'");
    refused(
        Map.of("AFDP_LEDGERS", "http://host", "AFDP_LEDGER_CLONES", "clones"),
        "AFDP_LEDGERS: expected https://, ssh://, git:// or file://, found http://");
    refused(
        Map.of("AFDP_LEDGERS", "https://host/a b", "AFDP_LEDGER_CLONES", "clones"),
        "AFDP_LEDGERS: expected an address, found one with an error: Illegal character in path");
  }

  @Test
  void settings_that_contradict_each_other_are_named_together() {
    refused(
        Map.of(
            "AFDP_LEDGERS", folder.toString(),
            "AFDP_LEDGER_CLONES", "clones",
            "AFDP_GIT_USER", "afdp"),
        "AFDP_LEDGER_CLONES: expected none where AFDP_LEDGERS is no address, found 'clones';"
            + " AFDP_GIT_USER: expected none where AFDP_LEDGERS is no address, found 'afdp'");
    refused(
        Map.of("AFDP_LEDGERS", "ssh://host/srv", "AFDP_GIT_USER", "afdp"),
        "GIT_SSH: expected the program that speaks SSH, such as ssh, for ssh://, found none;"
            + " AFDP_LEDGER_CLONES: expected the folder for the clones of ledgers on a Git host,"
            + " found none;"
            + " AFDP_GIT_USER: expected none where AFDP_LEDGERS is no https:// address, found one;"
            + " AFDP_GIT_PASSWORD_FILE: expected the file with the password of AFDP_GIT_USER, found"
            + " none");
  }

  @Test
  void a_password_comes_from_a_file_only() {
    refused(
        Map.of("AFDP_LEDGERS", "https://afdp:secret@host", "AFDP_LEDGER_CLONES", "clones"),
        "AFDP_LEDGERS: expected no password in the address (see AFDP_GIT_PASSWORD_FILE), found one");
    String nowhere = folder.resolve("nowhere").toString();
    refused(
        Map.of(
            "AFDP_LEDGERS", "https://host",
            "AFDP_LEDGER_CLONES", "clones",
            "AFDP_GIT_PASSWORD_FILE", nowhere),
        "AFDP_GIT_USER: expected the name that goes with AFDP_GIT_PASSWORD_FILE, found none;"
            + " AFDP_GIT_PASSWORD_FILE: expected a file that can be read, found '"
            + nowhere
            + "'");
  }

  @Test
  void what_is_missing_is_named_together() {
    assertThatThrownBy(() -> WorkersMain.configuration(Map.of("AFDP_TEMPORAL", "host:7233")))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessage(
            "Starting the workers: AFDP_PLATFORM_FILE: expected text, found nothing;"
                + " AFDP_LEDGERS: expected a folder, or an address that begins with https://,"
                + " ssh://, git:// or file://, found ''; AFDP_SIGNER_NAME: expected text, found"
                + " nothing; AFDP_SIGNER_ADDRESS: expected text, found nothing; AFDP_SIGNING_KEY:"
                + " expected text, found nothing; AFDP_PINNED_POLICY: expected text, found nothing;"
                + " AFDP_LEDGER_MARKS: expected text, found nothing; AFDP_EVIDENCE_FOLDER: expected text, found nothing; AFDP_MIRRORS: expected text, found"
                + " nothing; AFDP_TARGET: expected text, found nothing");
  }

  @Test
  void a_name_that_is_misspelt_is_refused() {
    assertThatThrownBy(() -> WorkersMain.configuration(Map.of("AFDP_TEMPORLA", "host:7233")))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageStartingWith(
            "Starting the workers: AFDP_TEMPORLA: unknown, expected one of [AFDP_EVIDENCE_FOLDER,");
  }

  private static Map<Series, LedgerPlace> places(Map<String, String> environment) {
    Section settings = Section.ofEnvironment(environment);
    Map<Series, LedgerPlace> places = LedgerSettings.read(settings);
    return settings.complete("Starting the workers", () -> places);
  }

  private static void refused(Map<String, String> environment, String problems) {
    assertThatThrownBy(() -> places(environment))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessage("Starting the workers: " + problems);
  }
}
