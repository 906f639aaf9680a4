package com.caiatech.afdp.infra.benchmark.micro;

import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// {@link Pair#PARSE}.
@State(Scope.Thread)
public class ParseBenchmark {
  private ObjectMapper jackson = new ObjectMapper();
  private byte[] bytes = SampleRecord.bytes();

  @Benchmark
  public Object ours() {
    return StrictJson.parse(bytes, JsonLimits.RECORD);
  }

  @Benchmark
  public Object beside() throws IOException {
    return jackson.readTree(bytes);
  }
}
