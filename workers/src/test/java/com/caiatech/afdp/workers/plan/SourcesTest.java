package com.caiatech.afdp.workers.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.git.GitHosts;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.workers.ledger.StockGit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  private static final RepositoryName CART = new RepositoryName("cart");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private StockGit git;
  private Path origin;
  private PlatformFile platform;
  private SourceMirrors mirrors;

  @BeforeEach
  void open() throws Exception {
    git = new StockGit(folder.resolve("home"));
    origin = bare("cart.git");
    platform = new PlatformFile(folder.resolve("platform.json"));
    register(origin);
    mirrors = new SourceMirrors(folder.resolve("mirrors"));
  }

  @AfterEach
  void close() {
    mirrors.close();
  }

  @Test
  void whatIsFreshIsNotFetchedAgainForARefAndIsForACommitThatIsMissing() throws Exception {
    Sources fresh = sources(Duration.ofHours(1));
    CommitId first = found(fresh.resolve(CART, "main"));
    git.push(origin, Map.of("second", "2"));
    CommitId second = new CommitId(git.run(origin, "git", "rev-parse", "main").strip());

    assertThat(found(fresh.resolve(CART, "main"))).isEqualTo(first);
    assertThat(found(fresh.commit(CART, second))).isEqualTo(second);
    git.push(origin, Map.of("third", "3"));
    assertThat(found(fresh.resolve(CART, "main"))).isEqualTo(second);
    assertThat(found(sources(Duration.ZERO).resolve(CART, "main"))).isNotEqualTo(second);
  }

  @Test
  void whatWasFetchedFromAnotherAddressIsNotFresh() throws Exception {
    Sources fresh = sources(Duration.ofHours(1));
    CommitId first = found(fresh.resolve(CART, "main"));
    Path moved = bare("moved.git");
    git.push(moved, Map.of("elsewhere", "1"));
    register(moved);

    assertThat(found(fresh.resolve(CART, "main"))).isNotEqualTo(first);
  }

  private Sources sources(Duration fresh) {
    return new Sources(platform, mirrors, new GitHosts(null), PATIENCE, fresh);
  }

  private Path bare(String name) throws Exception {
    Path repository = folder.resolve(name);
    git.run(folder, "git", "init", "-q", "--bare", "-b", "main", repository.toString());
    git.push(repository, Map.of("afdp.yaml", name));
    return repository;
  }

  private void register(Path repository) {
    platform.replace(
        new Platform(
            "afdp-test",
            List.of(),
            List.of(),
            List.of(new Platform.SourceRepository(CART, repository.toUri(), "main")),
            List.of()));
  }

  private static CommitId found(Sources.Found<CommitId> found) {
    assertThat(found).isInstanceOf(Sources.Found.Here.class);
    return ((Sources.Found.Here<CommitId>) found).value();
  }
}
