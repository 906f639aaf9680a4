package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredRepository;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a thief of the worker's key says of where repositories are, so that the platform fetches
/// from elsewhere: an admin's intent has to stand behind each registration.
final class RegistrationAttacks {
  private static final PersonId ADMIN = new PersonId("p_" + "a".repeat(32));
  private static final String OWN = "https://git.example/acme/pay.git";
  private static final String OTHER = "https://thief.example/acme/pay.git";

  private final Loot loot;
  private final Instant now = Instant.now();
  private final List<LedgerAttack> attacks = new ArrayList<>();

  private RegistrationAttacks(Loot loot) {
    this.loot = loot;
  }

  static List<LedgerAttack> all(Loot loot) {
    RegistrationAttacks registrations = new RegistrationAttacks(loot);
    registrations.collect();
    return registrations.attacks;
  }

  private void collect() {
    add(
        "nothing but an admin's own registration",
        Outcome.NOTHING,
        ledgers -> write(ledgers, meant(header(), OWN, "admin")));
    add(
        "a registration without an intent",
        unproven(),
        ledgers -> write(ledgers, LedgerRecord.of(header(), registration(OTHER, null))));
    add(
        "a registration with the intent of a developer",
        unproven(),
        ledgers -> write(ledgers, meant(header(), OTHER, "deployer")));
    add(
        "a registration with the intent to register what is elsewhere",
        unproven(),
        ledgers -> {
          Header header = header();
          Intent intent = intentOf(meant(header, OWN, "admin"));
          write(ledgers, LedgerRecord.of(header, registration(OTHER, intent)));
        });
    add(
        "an admin's intent used for another registration",
        unproven(),
        ledgers -> {
          LedgerRecord meant = meant(header(), OWN, "admin");
          write(ledgers, LedgerRecord.of(header(), meant.body()));
        });
    add(
        "a registration edited afterwards",
        unproven(),
        ledgers -> {
          LedgerRecord meant = meant(header(), OWN, "admin");
          write(ledgers, meant);
          LedgerRecord edited =
              LedgerRecord.of(meant.header(), registration(OTHER, intentOf(meant)));
          ledgers
              .of(Series.DEPLOYMENT_MANIFESTS)
              .commit(
                  draft ->
                      draft
                          .signedBy(loot.worker)
                          .add(
                              LedgerPath.of(edited.header()).attempt(2).text(),
                              edited.tree().bytes()));
        });
  }

  private static String unproven() {
    return Ledgers.violation(ViolationKind.UNPROVEN_INTENT);
  }

  private Header header() {
    SubjectId id = SubjectId.create(now);
    return new Header(
        RecordKind.REGISTRATION,
        id,
        LogicalStep.of(Action.REGISTER_REPOSITORY, new RequestId(id.uuid())),
        Scope.global(),
        now);
  }

  private static SourceRegistration registration(String address, @Nullable Intent intent) {
    return new SourceRegistration(
        new RegisteredRepository(new RepositoryName("pay"), List.of(address), "main"),
        null,
        ADMIN,
        null,
        intent);
  }

  /// What somebody of that role asks for through the gateway.
  private LedgerRecord meant(Header header, String address, String role) {
    RecordInput input = RecordInput.of(registration(address, null));
    return LedgerRecord.of(
        header,
        loot.gateway.proven(
            header,
            input,
            now,
            new GatewayProver.Authentication("local", "somebody", now, List.of(role))));
  }

  private static Intent intentOf(LedgerRecord registration) {
    return Objects.requireNonNull(((SourceRegistration) registration.body()).intent());
  }

  private void write(Ledgers ledgers, LedgerRecord record) {
    ledgers.of(Series.DEPLOYMENT_MANIFESTS).write(record, loot.worker);
  }

  private void add(String name, String expected, Consumer<Ledgers> harm) {
    attacks.add(new LedgerAttack(Thief.WORKER_KEY, name, expected, harm));
  }
}
