package com.caiatech.afdp.gateway.query;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionCallback;
import org.neo4j.driver.TransactionContext;

/// A real driver that counts the statements sent through it.
final class CountingDriver {
  private final Driver driver;
  private final AtomicInteger statements = new AtomicInteger();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();

  /// A statement with its parameters.
  record Sent(String text, Map<?, ?> parameters) {}

  CountingDriver(Driver driver) {
    this.driver = driver;
  }

  /// How many statements were sent since the last call.
  int take() {
    sent.clear();
    return statements.getAndSet(0);
  }

  /// The statements that were sent since the last {@link #take}.
  List<Sent> sent() {
    return List.copyOf(sent);
  }

  Driver driver() {
    return watched(Driver.class, driver);
  }

  private <T> T watched(Class<T> type, T real) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Object[] passed = arguments == null ? new Object[0] : arguments.clone();
          if (method.getName().equals("run")) {
            statements.incrementAndGet();
            if (passed.length > 1
                && passed[0] instanceof String text
                && passed[1] instanceof Map<?, ?> parameters) {
              sent.add(new Sent(text, parameters));
            }
          }
          for (int i = 0; i < passed.length; i++) {
            if (passed[i] instanceof TransactionCallback<?> work) {
              passed[i] =
                  (TransactionCallback<Object>)
                      transaction -> work.execute(watched(TransactionContext.class, transaction));
            }
          }
          try {
            Object result = method.invoke(real, passed);
            return switch (result) {
              case Session session -> watched(Session.class, session);
              case Transaction transaction -> watched(Transaction.class, transaction);
              case null, default -> result;
            };
          } catch (InvocationTargetException failed) {
            throw failed.getCause();
          }
        };
    return type.cast(
        Proxy.newProxyInstance(
            CountingDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
