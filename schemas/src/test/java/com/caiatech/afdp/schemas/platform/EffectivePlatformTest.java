package com.caiatech.afdp.schemas.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectivePlatformTest {
  private static final PersonId ANN = new PersonId("p_" + "a".repeat(32));
  private static final PersonId BEN = new PersonId("p_" + "b".repeat(32));
  private static final SubjectId SUBJECT = SubjectId.create(Instant.EPOCH);
  private static final Host HUB =
      new Host(new HostName("hub"), HostKind.GITHUB, List.of("github.com", "ssh.github.com"));
  private static final Host OWN =
      new Host(new HostName("own"), HostKind.PLAIN, List.of("git.example:2222", "127.0.0.1:3000"));
  private static final Platform BARE =
      new Platform(
          "afdp-test",
          List.of(),
          List.of(),
          List.of(
              new Platform.SourceRepository(
                  new RepositoryName("shop"),
                  URI.create("https://github.com/acme/shop.git"),
                  "main")),
          List.of(
              new Platform.Service(
                  new ServiceName("cart"),
                  Map.of(
                      SourceRole.APPLICATION,
                      Platform.Source.wholeOf(new RepositoryName("shop"))))));
  private static final Platform CONFIGURED = BARE.withHosts(List.of(HUB, OWN), List.of());

  private final List<SourceRegistration> registrations = new ArrayList<>();

  @Test
  void aRepositoryAndAServiceInItAreThereOnceTheyAreRegistered() {
    repository("pay", "https://github.com/acme/pay.git", "ssh://git@ssh.github.com/acme/Pay");
    service("billing", "pay");
    EffectivePlatform effective = effective(CONFIGURED);

    assertThat(effective.leftOut()).isEmpty();
    Platform platform = effective.platform();
    assertThat(platform.repository(new RepositoryName("pay")).orElseThrow().uri())
        .isEqualTo(URI.create("https://github.com/acme/pay.git"));
    assertThat(platform.service(new ServiceName("billing")).orElseThrow().sources())
        .containsEntry(
            SourceRole.APPLICATION,
            new Platform.Source(
                new RepositoryName("pay"),
                new RepositoryPart(new SourcePath("services/billing"), List.of())));
    assertThat(platform.services()).hasSize(2);
    assertThat(HostedRepositories.of(platform).named(HUB, GitAddress.parse("ACME/pay")))
        .contains(new PushSource.Source(new RepositoryName("pay")));
  }

  @Test
  void aWebhookOfARepositoryMayBeConfiguredBeforeThatIsRegisteredOnItsHost() {
    PushSource pay = new PushSource.Source(new RepositoryName("pay"));
    Platform configured =
        BARE.withHosts(
            List.of(HUB, OWN), List.of(new Hook(new HookId("pay-hook"), HUB.name(), pay)));
    repository("pay", "ssh://git@git.example:2222/acme/pay.git");
    assertThat(effective(configured).platform()).isEqualTo(configured);
    assertThat(effective(configured).leftOut().getFirst().message())
        .startsWith(
            "repository pay: addresses: expected one on the host hub, whose webhook pay-hook is"
                + " configured for this repository, found ");
    repository("pay", "ssh://git@git.example:2222/acme/pay.git", "https://github.com/acme/pay");
    assertThat(effective(configured).leftOut()).hasSize(1);
    assertThat(effective(configured).platform().repository(new RepositoryName("pay"))).isPresent();
  }

  @Test
  void theConfigurationWinsAndSaysSo() {
    repository("shop", "https://github.com/thief/shop.git");
    service("cart", "shop");
    EffectivePlatform effective = effective(CONFIGURED);

    assertThat(effective.platform()).isEqualTo(CONFIGURED);
    assertThat(effective.leftOut())
        .extracting(LeftOut::why)
        .containsOnly(LeftOut.Why.CONFIGURED)
        .hasSize(2);
    assertThat(effective.leftOut().getFirst().message())
        .isEqualTo(
            "repository shop: expected a name that the platform's configuration does not have: it"
                + " wins (registered by "
                + ANN
                + " at deployment-manifests:0)");
  }

  @Test
  void aLaterRegistrationOfTheSameNameReplacesTheEarlierOneAndAnotherAdminMayMakeIt() {
    repository("pay", "https://github.com/acme/pay.git");
    service("billing", "pay");
    registrations.add(
        SourceRegistration.of(
            new SourceRegistration.RegisteredRepository(
                new RepositoryName("pay"), List.of("https://github.com/bank/pay"), "trunk"),
            BEN,
            "renamed"));
    repository("old", "https://github.com/acme/pay.git");
    EffectivePlatform effective = effective(CONFIGURED);

    assertThat(effective.leftOut()).as("its old address is free again").isEmpty();
    assertThat(effective.platform().repository(new RepositoryName("pay")).orElseThrow())
        .isEqualTo(
            new Platform.SourceRepository(
                new RepositoryName("pay"), URI.create("https://github.com/bank/pay"), "trunk"));
  }

  @Test
  void aRegistrationThatIsLeftOutLeavesTheOneBeforeItInForce() {
    repository("pay", "https://github.com/acme/pay.git");
    repository("pay", "https://elsewhere.example/acme/pay.git");
    EffectivePlatform effective = effective(CONFIGURED);

    assertThat(effective.leftOut()).extracting(LeftOut::why).containsExactly(LeftOut.Why.HOST);
    assertThat(effective.platform().repository(new RepositoryName("pay")).orElseThrow().uri())
        .hasHost("github.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://elsewhere.example/acme/pay.git",
        "https://github.com.elsewhere.example/acme/pay",
        "https://github.com:8443/acme/pay",
        "https://127.0.0.1/acme/pay",
        "https://localhost:3000/acme/pay",
        "https://[::1]/acme/pay",
        "ssh://git@169.254.169.254/latest",
        "http://github.com/acme/pay",
        "git://github.com/acme/pay",
        "/etc/passwd",
        "acme/pay",
        "git@github.com:acme/pay",
        "ext::sh -c id",
      })
  void anAddressThatIsNotOnAConfiguredHostHasNoEffect(String address) {
    assertLeftOut(
        address, LeftOut.Why.HOST, "the authorities of the configured hosts", "github.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:secret@github.com/acme/pay",
        "https://secret@github.com/acme/pay",
        "https://github.com@127.0.0.1/acme/pay",
        "file:///etc",
        "https://github.com/acme/../../etc",
        "https://github.com/acme/pay?x=1",
        "https://github.com/",
        "",
      })
  void whatIsNoAddressOrHoldsASecretHasNoEffect(String address) {
    assertLeftOut(address, LeftOut.Why.MALFORMED, "Address", ": expected ");
  }

  private void assertLeftOut(String address, LeftOut.Why why, String... said) {
    repository("pay", "https://github.com/acme/pay.git", address);
    repository("books", address);
    EffectivePlatform effective = effective(CONFIGURED);

    assertThat(effective.platform()).isEqualTo(CONFIGURED);
    assertThat(effective.leftOut()).extracting(LeftOut::why).containsExactly(why, why);
    assertThat(effective.leftOut().getFirst().message()).contains(said).doesNotContain("secret");
  }

  @Test
  void plainHttpIsForAHostOnThisMachineThatTheConfigurationNames() {
    repository("pay", "http://127.0.0.1:3000/acme/pay.git");
    repository("books", "http://git.example:2222/acme/books.git");
    repository("more", "http://127.0.0.1:3001/acme/more.git");
    EffectivePlatform effective = effective(CONFIGURED);

    assertThat(effective.platform().repositories()).hasSize(2);
    assertThat(effective.leftOut()).extracting(LeftOut::why).containsOnly(LeftOut.Why.HOST);
  }

  @Test
  void withoutHostsNothingCanBeRegisteredAndTheReasonSaysWhatToConfigure() {
    repository("pay", "https://github.com/acme/pay.git");
    EffectivePlatform effective = effective(BARE);

    assertThat(effective.platform()).isEqualTo(BARE);
    assertThat(effective.leftOut().getFirst().message())
        .contains(
            "no Git host is configured", "name it under hosts in the platform's configuration");
  }

  @Test
  void anAddressOfAnotherRepositoryCannotBeTakenOver() {
    repository("mine", "https://github.com/acme/Shop");
    repository("pay", "https://github.com/acme/pay.git");
    repository("also", "ssh://git@ssh.github.com/ACME/pay");
    EffectivePlatform effective = effective(CONFIGURED);

    assertThat(effective.platform().repositories()).hasSize(2);
    assertThat(effective.leftOut())
        .extracting(LeftOut::why)
        .containsExactly(LeftOut.Why.ADDRESS_TAKEN, LeftOut.Why.ADDRESS_TAKEN);
  }

  @Test
  void aServiceInARepositoryThatNobodyKnowsHasNoEffect() {
    service("billing", "pay");
    repository("pay", "https://github.com/acme/pay.git");
    EffectivePlatform effective = effective(CONFIGURED);

    assertThat(effective.platform().services()).hasSize(1);
    assertThat(effective.leftOut())
        .extracting(LeftOut::why)
        .containsExactly(LeftOut.Why.UNKNOWN_REPOSITORY);
    assertThat(EffectivePlatform.problem(CONFIGURED, recorded(), registrations.getFirst()))
        .as("the repository is there by now")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-x", "a..b", "a b", "a~1", "refs\nheads", "/", "a/", "x^", ":"})
  void aBranchThatNoRepositoryCanHaveHasNoEffect(String branch) {
    registrations.add(
        SourceRegistration.of(
            new SourceRegistration.RegisteredRepository(
                new RepositoryName("pay"), List.of("https://github.com/acme/pay"), branch),
            ANN,
            null));
    assertThat(effective(CONFIGURED).leftOut())
        .extracting(LeftOut::why)
        .containsExactly(LeftOut.Why.MALFORMED);
  }

  @Test
  void tenThousandRegistrationsAreBoundedAndTakeLittleTime() {
    for (int i = 0; i < 5_000; i++) {
      repository("r" + i, "https://github.com/acme/r" + i);
      service("s" + i, "r" + i);
    }
    EffectivePlatform effective = effective(CONFIGURED);

    assertThat(effective.platform().repositories()).hasSize(RegistrationFold.MOST + 1);
    assertThat(effective.platform().services()).hasSize(RegistrationFold.MOST + 1);
    assertThat(effective.countLeftOut()).isEqualTo(8_000);
    assertThat(effective.leftOut()).hasSize(EffectivePlatform.MOST_TOLD);
  }

  @Test
  void whateverIsRegisteredAPlatformComesOut() {
    Random random = new Random(20261128);
    List<String> addresses =
        List.of(
            "https://github.com/acme/shop",
            "https://github.com/acme/b",
            "ssh://git@git.example:2222/repositories/c",
            "ssh://git.example:2222/repositories/shop",
            "https://x.example/c");
    for (int round = 0; round < 200; round++) {
      registrations.clear();
      for (int i = 0; i < 20; i++) {
        String name = List.of("shop", "b", "c", "d").get(random.nextInt(4));
        if (random.nextBoolean()) {
          repository(name, addresses.get(random.nextInt(5)), addresses.get(random.nextInt(5)));
        } else {
          service(name, List.of("shop", "b", "c", "d").get(random.nextInt(4)));
        }
      }
      EffectivePlatform effective = effective(CONFIGURED);
      assertThat(effective.platform().repositories()).isNotEmpty();
      effective
          .platform()
          .services()
          .forEach(
              service ->
                  service
                      .sources()
                      .values()
                      .forEach(
                          in ->
                              assertThat(effective.platform().repository(in.repository()))
                                  .isPresent()));
    }
  }

  private void repository(String name, String... addresses) {
    registrations.add(
        SourceRegistration.of(
            new SourceRegistration.RegisteredRepository(
                new RepositoryName(name), List.of(addresses), "main"),
            ANN,
            null));
  }

  private void service(String name, String repository) {
    registrations.add(
        SourceRegistration.of(
            new SourceRegistration.RegisteredService(
                new ServiceName(name),
                Map.of(
                    SourceRole.APPLICATION,
                    new SourceRegistration.RegisteredSource(
                        new RepositoryName(repository),
                        new RepositoryPart(new SourcePath("services/" + name), List.of()))),
                null),
            ANN,
            null));
  }

  private EffectivePlatform effective(Platform configured) {
    return EffectivePlatform.of(configured, recorded());
  }

  private List<RecordedRegistration> recorded() {
    return IntStream.range(0, registrations.size())
        .mapToObj(
            i ->
                new RecordedRegistration(
                    Series.DEPLOYMENT_MANIFESTS.firstVolume(),
                    i,
                    RecordId.of("a", "_", "_", SUBJECT, "registration", "x" + i),
                    registrations.get(i)))
        .toList();
  }
}
