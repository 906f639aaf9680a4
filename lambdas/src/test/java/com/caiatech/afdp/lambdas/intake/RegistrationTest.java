package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.ShopRecords;
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.id.TeamName;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.EffectivePlatform;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.LeftOut;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.platform.RegisteredRepositories;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.testing.GitHttpHost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is registered by mutation, from the ledger to what is fetched, on a host on loopback.
class RegistrationTest {
  private static final RepositoryName PAY = new RepositoryName("pay");
  private static final PushSource PAID = new PushSource.Source(PAY);

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final StockGit pay = new StockGit(platform.folder().resolve("served/pay"));
  private final GitHttpHost host = GitHttpHost.open(platform.folder().resolve("served"));
  private final Projection projection = platform.projection();
  private Instant recorded = NOW.plusSeconds(10);

  @BeforeEach
  void configure() throws Exception {
    pay.write("services/billing/main.py", "print()\n");
    pay.commit("Begin");
    PlatformFile file = new PlatformFile(platform.platformFile());
    file.replace(
        file.current()
            .withHosts(
                List.of(new Host(new HostName("own"), HostKind.PLAIN, List.of(host.authority()))),
                List.of()));
    platform.publishPolicy();
  }

  @AfterEach
  void stopHost() {
    host.close();
  }

  @Test
  void whatAnAdminRegistersIsFetchedSweptToldToTheWebhookAndRebuilt() throws Exception {
    add(repository("pay", host.address("pay/.git")), "admin");
    add(service("billing", "pay"), "admin");
    assertThat(projection.platform().repository(PAY)).as("not projected yet").isEmpty();
    projection.project(POLICIES);
    projection.project(MANIFESTS);
    projection.project(PAID);

    assertThat(texts("MATCH (c:Commit {repository: 'pay'}) RETURN c.subject AS text"))
        .containsExactly("Begin");
    assertThat(
            texts(
                "MATCH (s:Service {name: 'billing'})<-[:REGISTERS]-(g)-[l:LIES_IN]->(r:Repository)"
                    + " MATCH (g)-[:OWNED_BY]->(t:Team) MATCH (g)-[:EVIDENCED_BY]->(e:Record)"
                    + " RETURN r.name + ' ' + l.path + ' ' + t.name + ' ' + e.verdict AS text"))
        .containsExactly("pay services/billing payments trusted");
    assertThat(new RegisteredRepositories(platform.registeredFile()).current())
        .extracting(Platform.SourceRepository::name)
        .containsExactly(PAY);

    pay.commit("Go on");
    assertThat(new Sweep(projection, Sweep.LIMIT).run(Deadline.NONE, _ -> {}).told())
        .contains(PAID);
    projection.project(PAID);
    projection.project(PlatformFixture.SHOP);
    projection.project(PlatformFixture.APPROVALS);
    GraphDigest straight = platform.digest();
    assertThat(platform.rebuild()).isEqualTo(straight);
  }

  @Test
  void whatNoAdminMeantOrNoConfiguredHostHasIsNeverFetched() throws Exception {
    add(repository("pay", host.address("pay/.git")), "deployer");
    add(repository("pay", host.address("pay/.git")), null);
    add(repository("pay", "http://127.0.0.1:1/pay"), "admin");
    add(repository("shop", host.address("pay/.git")), "admin");
    projection.project(POLICIES);
    projection.project(MANIFESTS);

    assertThat(texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text"))
        .containsExactly("unproven-intent", "unproven-intent");
    EffectivePlatform effective = projection.effective();
    assertThat(effective.leftOut())
        .extracting(LeftOut::why)
        .containsExactly(LeftOut.Why.HOST, LeftOut.Why.CONFIGURED);
    assertThat(effective.platform()).isEqualTo(new PlatformFile(platform.platformFile()).current());
    assertThat(new RegisteredRepositories(platform.registeredFile()).current()).isEmpty();
    assertThatThrownBy(() -> projection.project(PAID))
        .isInstanceOf(LambdasException.Refused.class)
        .hasMessageContaining("it is not configured on this platform");
  }

  private List<String> texts(String statement) {
    return platform.texts(statement);
  }

  private void add(SourceRegistration registration, @Nullable String role) throws Exception {
    recorded = recorded.plusSeconds(1);
    platform.addCaused(recorded, Scope.global(), registration, role);
  }

  private static SourceRegistration repository(String name, String address) {
    return SourceRegistration.of(
        new SourceRegistration.RegisteredRepository(
            new RepositoryName(name), List.of(address), "main"),
        ShopRecords.ALICE,
        null);
  }

  private static SourceRegistration service(String name, String repository) {
    return SourceRegistration.of(
        new SourceRegistration.RegisteredService(
            new ServiceName(name),
            Map.of(
                SourceRole.APPLICATION,
                new SourceRegistration.RegisteredSource(
                    new RepositoryName(repository),
                    new RepositoryPart(new SourcePath("services/" + name), List.of()))),
            new TeamName("payments")),
        ShopRecords.ALICE,
        null);
  }
}
