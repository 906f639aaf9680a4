package com.caiatech.afdp.infra.runner;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// The runner's log in its state folder, `afdp.log`, with three older ones, 10 MB each. What
/// libraries log to `java.util.logging` goes there too.
public final class LogFile implements AutoCloseable {
  /// The Neo4j driver logs every connection. Held here, because loggers that nobody holds forget
  /// their level.
  private static final java.util.logging.Logger DRIVER =
      java.util.logging.Logger.getLogger("org.neo4j.driver");

  private static final int OLDER = 3;
  private static final String LARGEST = "10MB";

  private final RollingFileAppender<ILoggingEvent> appender;
  private final ch.qos.logback.classic.Logger root;

  private LogFile(RollingFileAppender<ILoggingEvent> appender, ch.qos.logback.classic.Logger root) {
    this.appender = appender;
    this.root = root;
  }

  /// Begins to log into the folder.
  public static LogFile open(Path folder) {
    DRIVER.setLevel(Level.WARNING);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{30} %X %msg%n");
    encoder.start();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(folder.resolve("afdp.log").toString());
    appender.setEncoder(encoder);
    appender.setRollingPolicy(rolling(context, appender, folder));
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(LARGEST));
    size.start();
    appender.setTriggeringPolicy(size);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    return new LogFile(appender, root);
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    appender.stop();
  }

  private static FixedWindowRollingPolicy rolling(
      LoggerContext context, RollingFileAppender<ILoggingEvent> appender, Path folder) {
    FixedWindowRollingPolicy policy = new FixedWindowRollingPolicy();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(folder.resolve("afdp.%i.log").toString());
    policy.setMinIndex(1);
    policy.setMaxIndex(OLDER);
    policy.start();
    return policy;
  }
}
