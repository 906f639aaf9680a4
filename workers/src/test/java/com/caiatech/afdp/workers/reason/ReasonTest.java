package com.caiatech.afdp.workers.reason;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.descriptor.DescriptorParser;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonTest {
  private static final String SECRET = "MC4CAQAwBQYDK2VwBCIEIJ";

  @Test
  void aSentenceIsFilledFromLeftToRight() {
    assertThat(
            Reason.of("{} in {} needs {} s, not {}: {}")
                .with(new ServiceName("cart"))
                .with(RequestedAction.DEPLOY)
                .with(3)
                .with(2.25)
                .with(Reason.of("{} is left").with(1))
                .text())
        .isEqualTo("cart in deploy needs 3 s, not 2.3: 1 is left");
  }

  @Test
  void whatAPlaceHoldsIsNoPlaceItselfAndAValueWithoutAPlaceIsLeftOut() {
    assertThat(Reason.of("{}, {}").with(Reason.of("{}")).with(2).with(3).text()).isEqualTo("{}, 2");
  }

  @Test
  void noWayToMakeOneTakesText() {
    Set<Class<?>> text =
        Set.of(
            String.class,
            CharSequence.class,
            Object.class,
            Throwable.class,
            Exception.class,
            IOException.class,
            Path.class,
            byte[].class);
    Stream<Method> makers =
        Arrays.stream(Reason.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> method.getReturnType().equals(Reason.class));
    List<String> takingText =
        makers
            .filter(method -> Arrays.stream(method.getParameterTypes()).anyMatch(text::contains))
            .map(Method::toString)
            .toList();
    assertThat(takingText)
        .as("only the sentence, which Error Prone holds to be a literal")
        .containsExactly(
            "public static %1$s %1$s.of(java.lang.String)".formatted(Reason.class.getName()));
    assertThat(Reason.class.getConstructors()).isEmpty();
  }

  @Test
  void itIsNeverTooLongForARecordAndNeverCutWithinACharacter() {
    PersonId person = new PersonId("p_0123456789abcdef0123456789abcdef");
    for (int length = 0; length < 3; length++) {
      DeploymentRequest request =
          DeploymentRequest.ofRunning(
              RequestedAction.ABORT, null, person, "a".repeat(length) + "😀".repeat(400));
      String text = Reason.of("aborted by {}").with(request).text();
      assertThat(text).hasSizeLessThanOrEqualTo(500).endsWith("😀…");
    }
  }

  @Test
  void itTravelsAsItsText() throws IOException {
    Reason reason = Reason.of("expected exit code 0, found {}").with(3);
    byte[] json = RecordJson.mapper().writeValueAsBytes(reason);
    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo("\"expected exit code 0, found 3\"");
    assertThat(RecordJson.mapper().readValue(json, Reason.class)).isEqualTo(reason);
  }

  @Test
  void aFaultOfADiskOrAHostIsNotQuoted() {
    IOException quoting = new IOException("remote: " + SECRET);
    assertThat(
            Reason.of(
                    new WorkersException.TargetUnavailable(
                        Reason.of("Listing a folder failed"), Path.of(SECRET), quoting))
                .text())
        .isEqualTo("Listing a folder failed");
    assertThat(Reason.of(new WorkersException.LedgerUnavailable(SECRET, quoting)).text())
        .doesNotContain(SECRET);
  }

  @Test
  void aDescriptorsProblemsAreToldWithoutWhatStandsThere() {
    String descriptor = "apiVersion: afdp/v1\nservice: cart\n" + SECRET + ": {a: b}\n";
    ParsedDescriptor.Invalid invalid =
        (ParsedDescriptor.Invalid)
            DescriptorParser.parse(descriptor.getBytes(StandardCharsets.UTF_8));
    assertThat(invalid.problems().toString()).contains(SECRET);
    assertThat(Reason.of("{}").with(invalid).text())
        .contains("afdp.yaml:3:1: expected one of apiVersion, service, run")
        .doesNotContain(SECRET);
  }

  @Test
  void anHttpFaultIsToldByItsKind() {
    assertThat(HttpAnswer.of(new ProtocolException(SECRET))).hasToString("no http");
    assertThat(HttpAnswer.of(new IOException(new ProtocolException(SECRET))))
        .hasToString("no http");
    assertThat(HttpAnswer.of(new ConnectException(SECRET))).hasToString("no connection");
    assertThat(HttpAnswer.of(new HttpTimeoutException(SECRET))).hasToString("no answer in time");
    assertThat(HttpAnswer.of(new IOException(SECRET))).hasToString("connection lost");
  }

  @Test
  void manyKindsOfAnswersAreCutToTheMostFrequent() {
    HttpAnswers answers = new HttpAnswers();
    answers.add(HttpAnswer.None.CONNECTION_LOST);
    answers.add(HttpAnswer.None.CONNECTION_LOST);
    for (int status = 500; status < 510; status++) {
      answers.add(new HttpAnswer.Status(status));
    }
    assertThat(answers)
        .hasToString(
            "2 × connection lost, 1 × status 500, 1 × status 501, 1 × status 502, 1 × status 503"
                + " and 6 other kinds");
    assertThat(answers.total()).isEqualTo(12);
  }
}
