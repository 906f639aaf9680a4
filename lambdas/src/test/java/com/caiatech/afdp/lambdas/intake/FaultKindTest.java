package com.caiatech.afdp.lambdas.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.SchemasException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.TransientException;

class FaultKindTest {
  @Test
  void whatAHostTheGraphTheDiskOrTheSoftwareLacksIsNoFaultOfTheMessage() {
    List<Throwable> faults =
        List.of(
            new LambdasException.Unavailable("x"),
            new LambdasException.EvidenceFault("x"),
            new LambdasException.ConfigurationFault("x"),
            new SchemasException.SourceFault("x"),
            new SchemasException.LedgerFault("x"),
            new SchemasException.NewerThanSoftware("x"),
            new GraphModelException.GraphUnavailable("x", new IOException("x")),
            new ServiceUnavailableException("x"),
            new TransientException("Neo.TransientError.General.OutOfMemoryError", "x"),
            new DatabaseException("Neo.DatabaseError.General.UnknownError", "No space left"),
            new ClientException("Neo.ClientError.Transaction.TransactionTimedOut", "x"),
            new UncheckedIOException(new IOException("No space left on device")),
            new NoClassDefFoundError("x"));

    assertThat(faults).allMatch(fault -> FaultKind.of(fault) == FaultKind.OF_THE_WORLD);
  }

  @Test
  void whatTheDatabaseRefusesAndWhatNobodyForesawMayBeTheMessages() {
    Neo4jException refused =
        new ClientException("Neo.ClientError.Schema.ConstraintValidationFailed", "x");

    assertThat(List.of(refused, new IllegalStateException("x"), new OutOfMemoryError("x")))
        .allMatch(fault -> FaultKind.of(fault) == FaultKind.UNFORESEEN);
    assertThat(FaultKind.of(new LambdasException.Refused("x"))).isEqualTo(FaultKind.OF_THE_MESSAGE);
    assertThat(FaultKind.of(new LambdasException.OutOfTime("x"))).isEqualTo(FaultKind.OUT_OF_TIME);
  }

  @Test
  void whatComesOfAnInterruptIsNoFaultOfTheMessage() {
    Thread.currentThread().interrupt();
    try {
      assertThat(FaultKind.of(new IllegalStateException("x"))).isEqualTo(FaultKind.OF_THE_WORLD);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
