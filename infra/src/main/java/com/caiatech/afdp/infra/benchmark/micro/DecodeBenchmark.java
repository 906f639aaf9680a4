package com.caiatech.afdp.infra.benchmark.micro;

import com.caiatech.afdp.schemas.record.RecordCodec;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// {@link Pair#DECODE}.
@State(Scope.Thread)
public class DecodeBenchmark {
  private ObjectMapper jackson = new ObjectMapper();
  private byte[] bytes = SampleRecord.bytes();

  @Benchmark
  public Object ours() {
    return RecordCodec.decode(bytes);
  }

  @Benchmark
  public Object beside() throws IOException {
    return jackson.readTree(bytes);
  }
}
