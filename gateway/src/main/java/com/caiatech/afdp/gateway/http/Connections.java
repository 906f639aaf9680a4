package com.caiatech.afdp.gateway.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The open connections of clients, so that a stopping gateway can close them while the event loops
/// that serve them still run: a connection whose loop ends in the middle of an answer stays open.
@Singleton
public final class Connections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Noted());
    return event.getBean();
  }

  /// Closes them all.
  ///
  /// @param atMost to wait for
  public void close(Duration atMost) {
    open.close().awaitUninterruptibly(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private final class Noted implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      if (role == ChannelRole.CONNECTION) {
        open.add(channel);
      }
      return this;
    }
  }
}
