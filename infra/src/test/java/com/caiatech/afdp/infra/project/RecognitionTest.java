package com.caiatech.afdp.infra.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.schemas.descriptor.DescriptorParser;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is recognised of projects of several kinds, and what they lack.
class RecognitionTest {
  @TempDir Path folder;

  @BeforeEach
  void aRepository() {
    new StockGit(folder, Map.of()).run("init", "--quiet");
  }

  @Test
  void anEmptyFolderLacksEverything() {
    assertThat(missing(".")).singleElement().asString().startsWith("one of Procfile, package.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "package.json | {}                                   | a start script or a main",
        "package.json | no json                              | a JSON object in package.json",
        "package.json | {\"main\": \"dist/x.js\"}            | dist/x.js, which its main names",
        "package.json | {\"scripts\": {\"start\": \"node a\"}} | a, which its start script names",
        "pom.xml      | <project><packaging>pom</packaging></project> | a module that makes a jar",
        "pom.xml      | <project><packaging>war</packaging></project> | its packaging is war",
        "pom.xml      | <project><artifactId>a</artifactId><version>1</version></project> | a main class in the manifest of target/a-1.jar",
        "pom.xml      | <project><artifactId>a</artifactId><version>${x}</version></project> | the jar's name",
        "pom.xml      | <project>                            | well-formed XML",
        "app.py       | print()                              | the port: app.py takes it neither",
        "app.py       | app = Flask(__name__)                | a server for app:app among",
        "pyproject.toml | [project]                          | a program: one of main.py",
        "go.mod       | module x                             | a package main",
        "Makefile     | build:                               | a target run, serve or start",
        "Procfile     | worker: x                            | a line 'web: COMMAND'"
      })
  void whatIsMissingIsSaid(String file, String content, String missing) throws IOException {
    write(file, content);
    assertThat(missing(".")).first().asString().contains(missing);
  }

  @Test
  void whatGitIgnoresIsNotThere() throws IOException {
    write("package.json", "{\"main\": \"dist/index.js\"}");
    write("dist/index.js", "process.env.PORT");
    assertThat(start(".").command()).containsExactly("node", "dist/index.js");
    write(".gitignore", "dist/\n");
    assertThat(missing(".")).first().asString().contains("dist/index.js");
  }

  @Test
  void aBuildScriptMayMakeTheMain() throws IOException {
    write(
        "package.json",
        "{\"main\": \"dist/x.js\", \"scripts\": {\"build\": \"tsc\"}, \"devDependencies\": {\"typescript\": \"5\"}}");
    write("package-lock.json", "{}");
    assertThat(start(".").build()).containsExactly("npm ci", "npm run build");
  }

  @Test
  void aModuleOfSpringBootHasItsRealJarAndItsOwnVariable() throws IOException {
    write(
        "pom.xml",
        """
        <project><artifactId>cart</artifactId><version>2</version>
          <parent><artifactId>spring-boot-starter-parent</artifactId></parent>
          <build><finalName>${project.artifactId}-app</finalName><plugins>
            <plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>
        </project>
        """);
    assertThat(start(".").command()).containsExactly("java", "-jar", "target/cart-app.jar");
    assertThat(text(start("."))).contains("portEnv: SERVER_PORT");
  }

  @Test
  void aModuleOfQuarkusIsStartedByItsRunner() throws IOException {
    write(
        "pom.xml",
        """
        <project><artifactId>cart</artifactId><version>2</version><build><plugins>
          <plugin><artifactId>quarkus-maven-plugin</artifactId></plugin></plugins></build></project>
        """);
    assertThat(start(".").command())
        .containsExactly("java", "-jar", "target/quarkus-app/quarkus-run.jar");
  }

  @Test
  void aModuleIsBuiltWithTheModulesBesideIt() throws IOException {
    write(
        "pom.xml",
        "<project><packaging>pom</packaging><modules><module>cart</module></modules></project>");
    write(
        "cart/pom.xml",
        """
        <project><parent><artifactId>all</artifactId><version>7</version></parent>
          <artifactId>cart</artifactId><build><plugins><plugin><artifactId>maven-jar-plugin</artifactId>
          <configuration><archive><manifest><mainClass>Main</mainClass></manifest></archive></configuration>
          </plugin></plugins></build></project>
        """);
    Start start = start("cart");
    assertThat(start.build()).containsExactly("mvn -pl 'cart' -am -B -ntp -q -DskipTests package");
    assertThat(start.buildFolder()).isEqualTo("..");
    assertThat(start.command()).containsExactly("java", "-jar", "target/cart-7.jar");
    assertThat(text(start)).contains("\"cd '..' && mvn -pl 'cart'").doesNotContain("working");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app.py  | app = Flask(__name__)  | flask     | -m flask --app app:app run -h 127.0.0.1 -p {port}",
        "main.py | api = fastapi.FastAPI() | uvicorn  | -m uvicorn main:api --host 127.0.0.1 --port {port}",
        "wsgi.py | app = Flask(__name__)  | gunicorn  | -m gunicorn --bind 127.0.0.1:{port} wsgi:app",
        "manage.py | x                    | django    | manage.py runserver --noreload 127.0.0.1:{port}",
        "main.py | parser('--port')       | requests  | main.py --port {port}",
        "main.py | int(sys.argv[1])       | requests  | main.py {port}"
      })
  void aPythonProgramGetsItsPortAsItsFrameworkTakesIt(
      String file, String content, String requirement, String command) throws IOException {
    write(file, content);
    write("requirements.txt", requirement);
    assertThat(String.join(" ", start(".").command())).isEqualTo(".venv/bin/python " + command);
  }

  @Test
  void aSubfolderIsBuiltWhereItLies() throws IOException {
    write(
        "services/o'cart/package.json",
        "{\"scripts\": {\"start\": \"x\"}, \"dependencies\": {\"a\": \"1\"}}");
    assertThat(text(start("services/o'cart")))
        .contains("command: [npm, install]")
        .doesNotContain("cd ", "workingDirectory");
  }

  private List<String> missing(String path) {
    Recognition found = Recognition.of(ProjectFolder.at(folder.resolve(path)));
    assertThat(found).isInstanceOf(Recognition.Lacking.class);
    return ((Recognition.Lacking) found).missing();
  }

  private Start start(String path) {
    Recognition found = Recognition.of(ProjectFolder.at(folder.resolve(path)));
    assertThat(found).isInstanceOf(Recognition.Startable.class);
    return ((Recognition.Startable) found).start();
  }

  private static String text(Start start) {
    String text = new DescriptorTemplate("cart", start).text();
    assertThat(DescriptorParser.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ParsedDescriptor.Valid.class);
    return text;
  }

  private void write(String file, String content) throws IOException {
    Path place = folder.resolve(file);
    Files.createDirectories(place.getParent());
    Files.writeString(place, content);
  }
}
