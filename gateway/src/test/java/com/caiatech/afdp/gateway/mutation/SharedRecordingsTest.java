package com.caiatech.afdp.gateway.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Severity;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SharedRecordingsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Queue<List<RecordingRequest>> sent = new ConcurrentLinkedQueue<>();
  private final CountDownLatch answered = new CountDownLatch(1);
  private final SharedRecordings recordings = new SharedRecordings(this::send);

  private List<Reply> send(List<RecordingRequest> requests) {
    sent.add(requests);
    try {
      answered.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return requests.stream().map(SharedRecordingsTest::reply).toList();
  }

  @Test
  void whatComesWhileOthersAreUnderWaySharesTheNextAndEachGetsItsOwnReply() {
    List<RecordingRequest> requests = requests(100, "one");
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (RecordingRequest request : requests.subList(0, 2)) {
        replies.add(CompletableFuture.supplyAsync(() -> recordings.record(request), callers));
        int begun = replies.size();
        await().atMost(LONG).until(() -> sent.size() == begun);
      }
      for (RecordingRequest request : requests.subList(2, 100)) {
        replies.add(CompletableFuture.supplyAsync(() -> recordings.record(request), callers));
      }
      await().atMost(LONG).until(() -> recordings.waiting() == 98);
      answered.countDown();
      for (int i = 0; i < 100; i++) {
        assertThat(replies.get(i)).succeedsWithin(LONG).isEqualTo(reply(requests.get(i)));
      }
    }
    assertThat(sent.stream().map(List::size)).containsExactlyInAnyOrder(1, 1, 64, 34);
  }

  @Test
  void longOnesDoNotGoTogether() {
    answered.countDown();
    List<RecordingRequest> requests = requests(3, "long ".repeat(40_000));
    List<Reply> replies = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      requests.stream()
          .map(it -> CompletableFuture.supplyAsync(() -> recordings.record(it), callers))
          .toList()
          .forEach(it -> replies.add(it.join()));
    }
    assertThat(replies)
        .containsExactlyElementsOf(requests.stream().map(SharedRecordingsTest::reply).toList());
    assertThat(sent).allSatisfy(together -> assertThat(together).hasSizeLessThan(3));
  }

  @Test
  void aFaultGetsEverybodyWhoSharesItAndTheNextGoOn() {
    answered.countDown();
    SharedRecordings failing =
        new SharedRecordings(
            together -> {
              if (sent.isEmpty()) {
                sent.add(together);
                throw new IllegalStateException("no workers");
              }
              return send(together);
            });
    RecordingRequest request = requests(1, "one").getFirst();
    assertThatThrownBy(() -> failing.record(request))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("no workers");
    assertThat(failing.record(request)).isEqualTo(reply(request));
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() {
    Thread.currentThread().interrupt();
    assertThat(recordings.record(requests(1, "one").getFirst()))
        .isEqualTo(new Reply.Unknown("its time was over before the workers answered"));
    assertThat(Thread.interrupted()).isTrue();
    answered.countDown();
  }

  private static Reply reply(RecordingRequest request) {
    return new Reply.Unknown(request.header().subject().value());
  }

  private static List<RecordingRequest> requests(int count, String description) {
    List<RecordingRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant now = Instant.now();
      IncidentReport report =
          new IncidentReport(
              IncidentPhase.OPENED,
              Severity.SEV3,
              "Checkout is slow",
              List.of(new ServiceName("shop")),
              null,
              List.of(),
              null,
              now,
              null,
              new PersonId("p_" + "a".repeat(32)),
              description,
              null);
      requests.add(
          new RecordingRequest(
              new Header(
                  RecordKind.INCIDENT_REPORT,
                  IncidentId.create(now).subject(),
                  LogicalStep.REQUEST,
                  Scope.global(),
                  now),
              RecordInput.of(report)));
    }
    return requests;
  }
}
