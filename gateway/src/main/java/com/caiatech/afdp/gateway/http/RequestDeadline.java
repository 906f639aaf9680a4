package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection whose request takes too long from its first byte to its last, so that
/// whoever sends a byte now and then holds nothing for long.
@Singleton
final class RequestDeadline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final Duration limit;

  RequestDeadline(HttpConfiguration configuration) {
    this.limit = configuration.requestTimeout();
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new OfEachConnection());
    return event.getBean();
  }

  private final class OfEachConnection implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new OfOneConnection(channel) : this;
    }
  }

  private final class OfOneConnection implements NettyServerCustomizer {
    private final Channel channel;

    OfOneConnection(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void onStreamPipelineBuilt() {
      Timer timer = new Timer(limit);
      channel.pipeline().addFirst("afdp-request-begin", timer.first());
      channel
          .pipeline()
          .addAfter(
              ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
              "afdp-request-end",
              timer.last());
    }
  }

  /// Runs on the connection's event loop alone.
  private static final class Timer {
    private final Duration limit;
    private @Nullable ScheduledFuture<?> running;

    Timer(Duration limit) {
      this.limit = limit;
    }

    /// Sees bytes.
    ChannelInboundHandlerAdapter first() {
      return new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
          if (running == null) {
            Runnable close =
                () -> {
                  var _ = context.close();
                };
            running = context.executor().schedule(close, limit.toMillis(), TimeUnit.MILLISECONDS);
          }
          context.fireChannelRead(bytes);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
          stop();
          context.fireChannelInactive();
        }
      };
    }

    /// Sees parts of requests.
    ChannelInboundHandlerAdapter last() {
      return new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
          if (part instanceof LastHttpContent) {
            stop();
          }
          context.fireChannelRead(part);
        }
      };
    }

    private void stop() {
      if (running != null) {
        running.cancel(false);
        running = null;
      }
    }
  }
}
