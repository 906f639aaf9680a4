package com.caiatech.afdp.graphmodel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neo4j.driver.exceptions.Neo4jException;

class GraphModelExceptionTest {
  @ParameterizedTest
  @CsvSource({
    "Neo.ClientError.Statement.SyntaxError, false",
    "Neo.ClientError.Procedure.ProcedureNotFound, false",
    "Neo.DatabaseError.General.UnknownError, true",
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError, true",
    "Neo.ClientError.Security.Unauthorized, true",
    "Neo.ClientError.Database.DatabaseNotFound, true",
    "N/A, true"
  })
  void aFaultOfTheDatabaseIsNoneOfTheStatement(String code, boolean database) {
    assertThat(GraphModelException.GraphUnavailable.isToldBy(new Neo4jException(code, "message")))
        .isEqualTo(database);
  }
}
