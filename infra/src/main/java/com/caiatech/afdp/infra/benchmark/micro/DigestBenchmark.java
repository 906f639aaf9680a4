package com.caiatech.afdp.infra.benchmark.micro;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// {@link Pair#DIGEST}.
@State(Scope.Thread)
public class DigestBenchmark {
  private byte[] bytes = SampleRecord.bytes();
  private JsonNode tree = StrictJson.parse(bytes, JsonLimits.RECORD);
  private MessageDigest sha256 = Sha256.newDigest();

  @Benchmark
  public Object ours() {
    return Sha256.of(CanonicalJson.of(tree));
  }

  @Benchmark
  public Object beside() {
    return sha256.digest(bytes);
  }
}
