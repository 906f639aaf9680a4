package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SharedDigestTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  @Test
  void twentyWhoAskAtOnceShareTwoComputations() {
    AtomicInteger computed = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(20);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SharedDigest digest =
          new SharedDigest(
              () -> {
                computed.incrementAndGet();
                await().atMost(Duration.ofMinutes(1)).until(() -> asked.getCount() == 0);
                return GraphDigest.compute(NEO4J.driver(), Duration.ofMinutes(1));
              },
              threads);
      List<CompletableFuture<GraphDigest>> answers = new ArrayList<>();
      answers.add(CompletableFuture.supplyAsync(() -> asked(digest, asked), threads));
      await().atMost(Duration.ofMinutes(1)).until(() -> computed.get() == 1);
      for (int i = 1; i < 20; i++) {
        answers.add(CompletableFuture.supplyAsync(() -> asked(digest, asked), threads));
      }
      assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }
    // one, and the next for those who asked meanwhile; whoever was slow to ask shares a third
    assertThat(computed.get()).isBetween(2, 3);
  }

  private static GraphDigest asked(SharedDigest digest, CountDownLatch asked) {
    asked.countDown();
    return digest.get();
  }
}
