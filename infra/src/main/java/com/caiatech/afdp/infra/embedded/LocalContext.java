package com.caiatech.afdp.infra.embedded;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a function is told of one invocation, as AWS Lambda would.
public final class LocalContext implements Context {
  private static final int MEMORY_MEBIBYTES = 1024;

  private final String function;
  private final String requestId = UUID.randomUUID().toString();
  private final Instant deadline;

  /// @param limit how long the invocation may take
  public LocalContext(String function, Duration limit) {
    this.function = function;
    this.deadline = Instant.now().plus(limit);
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return "local";
  }

  @Override
  public String getLogStreamName() {
    return function;
  }

  @Override
  public String getFunctionName() {
    return function;
  }

  @Override
  public String getFunctionVersion() {
    return "$LATEST";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:" + QueueServer.REGION + ":000000000000:function:" + function;
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) Math.max(0, Duration.between(Instant.now(), deadline).toMillis());
  }

  @Override
  public int getMemoryLimitInMB() {
    return MEMORY_MEBIBYTES;
  }

  @Override
  public LambdaLogger getLogger() {
    Logger log = LoggerFactory.getLogger(function);
    return new LambdaLogger() {
      @Override
      public void log(String message) {
        log.info("{}", message.strip());
      }

      @Override
      public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
      }
    };
  }
}
