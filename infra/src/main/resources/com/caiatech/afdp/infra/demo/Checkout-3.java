import cart.Cart;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import greeting.Greeting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

public class Checkout {
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/health", exchange -> answer(exchange, 200, "ok"));
    server.createContext("/", exchange -> answer(exchange, 200, Greeting.of("en")));
    server.createContext("/cart/total", Checkout::total);
    server.start();
  }

  private static void total(HttpExchange exchange) throws IOException {
    int lines = Integer.parseInt(exchange.getRequestURI().getQuery().replace("lines=", ""));
    try {
      answer(exchange, 200, new Cart(lines).total());
    } catch (IllegalStateException refused) {
      answer(exchange, 500, refused.getMessage());
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
