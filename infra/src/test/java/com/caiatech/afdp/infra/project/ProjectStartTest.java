package com.caiatech.afdp.infra.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.caiatech.afdp.infra.trial.StockGit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written for a project builds and starts it from a clean checkout, where its toolchain is
/// on this machine.
class ProjectStartTest {
  private static final Map<String, String> AUTHOR =
      Map.of(
          "GIT_AUTHOR_NAME", "a",
          "GIT_AUTHOR_EMAIL", "a@example.com",
          "GIT_COMMITTER_NAME", "a",
          "GIT_COMMITTER_EMAIL", "a@example.com");

  private static final String NODE =
      """
      require('http').createServer((request, response) => response.end(require('greeting')))
        .listen(process.env.PORT, '127.0.0.1');
      """;

  private static final String PYTHON =
      """
      import os
      from http.server import HTTPServer, SimpleHTTPRequestHandler
      HTTPServer(("127.0.0.1", int(os.environ["PORT"])), SimpleHTTPRequestHandler).serve_forever()
      """;

  private static final String GO =
      """
      package main

      import (
      \t"net/http"
      \t"os"
      )

      func main() {
      \thttp.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("hello")) })
      \thttp.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil)
      }
      """;

  private static final String JAVA =
      """
      import com.sun.net.httpserver.HttpServer;
      import java.net.InetSocketAddress;

      public class Main {
        public static void main(String[] arguments) throws Exception {
          int port = Integer.parseInt(System.getenv("PORT"));
          HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
          server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
          server.start();
        }
      }
      """;

  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.example</groupId><artifactId>cart</artifactId><version>${revision}</version>
        <properties>
          <revision>1.2.3</revision>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <build><plugins>
          <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
          <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
          <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.5.4</version></plugin>
          <plugin><artifactId>maven-jar-plugin</artifactId><version>3.4.2</version>
            <configuration><archive><manifest><mainClass>Main</mainClass></manifest></archive></configuration>
          </plugin>
        </plugins></build>
      </project>
      """;

  @TempDir Path folder;
  private Path project;
  private StockGit git;

  @BeforeEach
  void aRepository() throws IOException {
    project = Files.createDirectory(folder.resolve("project"));
    git = new StockGit(project, AUTHOR);
    git.run("init", "--quiet", "--initial-branch=main");
  }

  @Test
  void aNodePackageWithDependencies() throws IOException {
    requireProgram("npm");
    node("");
    assertThat(started(".")).isEqualTo("started");
  }

  @Test
  void aNodePackageInASubfolder() throws IOException {
    requireProgram("npm");
    node("services/cart/");
    assertThat(started("services/cart")).isEqualTo("started");
  }

  private void node(String below) throws IOException {
    write(
        below + "package.json",
        """
        {"name": "cart", "version": "1.0.0", "main": "server.js",
         "scripts": {"start": "node server.js"}, "dependencies": {"greeting": "file:./greeting"}}
        """);
    write(below + "server.js", NODE);
    write(below + "greeting/package.json", "{\"name\": \"greeting\", \"version\": \"1.0.0\"}");
    write(below + "greeting/index.js", "module.exports = 'hello';");
    write(below + ".gitignore", "node_modules\n");
  }

  @Test
  void aPythonProgramWithRequirements() throws IOException {
    requireProgram("python3");
    write("requirements.txt", "# none of its own\n");
    write("app.py", PYTHON);
    assertThat(started(".")).isEqualTo("started");
  }

  @Test
  void aGoModule() throws IOException {
    requireProgram("go");
    write("go.mod", "module example.com/cart\n\ngo 1.21\n");
    write("cmd/cart/main.go", GO);
    assertThat(started(".")).isEqualTo("started");
  }

  @Test
  void aMavenModule() throws IOException {
    requireProgram("mvn");
    write("pom.xml", POM);
    write("src/main/java/Main.java", JAVA);
    write(".gitignore", "target\n");
    assertThat(started(".")).isEqualTo("started");
  }

  @Test
  void aStaticSite() throws IOException {
    write("site/index.html", "<p>hello</p>");
    assertThat(started(".")).isEqualTo("started");
  }

  @Test
  void aProcfile() throws IOException {
    requireProgram("python3");
    write("Procfile", "web: python3 -m http.server $PORT --bind 127.0.0.1\n");
    assertThat(started(".")).isEqualTo("started");
  }

  @Test
  void aMakefile() throws IOException {
    requireProgram("make");
    requireProgram("python3");
    write("app.py", "pass # its port is nowhere\n");
    write(
        "Makefile",
        "build:\n\techo ok > built\nrun:\n\ttest -f built && exec python3 -m http.server $$PORT\n");
    assertThat(started(".")).isEqualTo("started");
  }

  /// Writes the descriptor as `afdp init` does, commits all that Git does not ignore, and starts
  /// it.
  private String started(String path) throws IOException {
    Recognition found = Recognition.of(ProjectFolder.at(project.resolve(path)));
    assertThat(found).isInstanceOf(Recognition.Startable.class);
    String text = new DescriptorTemplate("cart", ((Recognition.Startable) found).start()).text();
    Files.writeString(project.resolve(path).resolve("afdp.yaml"), text);
    git.run("add", "--all");
    git.run("commit", "--quiet", "--message", "a project");
    return new CleanCheckout(folder, project).start(path);
  }

  private void write(String file, String content) throws IOException {
    Path place = project.resolve(file);
    Files.createDirectories(place.getParent());
    Files.writeString(place, content);
  }

  private static void requireProgram(String name) {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, name))),
        name + " is not on the PATH: its projects were not started here");
  }
}
