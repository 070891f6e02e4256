import { changesOf } from '../../changed-file.ts';
import type { QualityCase } from '../../quality-case.ts';

const base = `package com.example.orders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.HtmlUtils;

@RestController
@RequestMapping("/orders")
public class OrderController {
  private static final Logger log = LoggerFactory.getLogger(OrderController.class);
  private static final Set<String> PARTNERS = Set.of("api.example.com", "api.example.org");
  private static final Map<String, String> COLUMNS = Map.of("date", "created_at", "total", "total");
  private static final Path ROOT = Path.of("/var/lib/orders");

  private final JdbcTemplate jdbc;
  private final HttpClient client = HttpClient.newHttpClient();
  private final SecureRandom random = new SecureRandom();
  private final Random jitter = new Random();

  public OrderController(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @GetMapping
  public List<Map<String, Object>> search(@RequestParam String customer, @RequestParam String sort) {
    return jdbc.queryForList("SELECT id, total FROM orders WHERE customer = ?", customer);
  }

  @GetMapping("/documents")
  public Resource document(@RequestParam String name) {
    Path file = ROOT.resolve(name).normalize();
    if (!file.startsWith(ROOT)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return new FileSystemResource(file);
  }

  @PostMapping("/labels")
  public void label(@RequestParam String printer) throws IOException {
    new ProcessBuilder("lp", "-d", "office", "label.pdf").start();
  }

  @GetMapping("/partner")
  public String partner(@RequestParam String host, @RequestParam String callback) throws Exception {
    if (!PARTNERS.contains(host)) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
    HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + host + "/status")).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @GetMapping(value = "/greeting", produces = "text/html")
  public String greeting(@RequestParam String name) {
    return "<h1>Hello " + HtmlUtils.htmlEscape(name) + "</h1>";
  }

  @PostMapping("/reset")
  public ResponseEntity<Void> reset(@RequestParam String email) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    jdbc.update("INSERT INTO resets (email, token) VALUES (?, ?)", email, token);
    log.info("reset asked for, answered within {} ms", jitter.nextInt(50));
    return ResponseEntity.accepted().build();
  }

  boolean isSigned(byte[] expectedMac, byte[] given) {
    return MessageDigest.isEqual(expectedMac, given);
  }

  byte[] fingerprint(String password, byte[] salt) throws Exception {
    var spec = new javax.crypto.spec.PBEKeySpec(password.toCharArray(), salt, 600_000, 256);
    return javax.crypto.SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
  }

  @GetMapping("/done")
  public org.springframework.web.servlet.view.RedirectView done(@RequestParam String next) {
    return new org.springframework.web.servlet.view.RedirectView("/orders");
  }
}
`;

const file = {
  language: 'java',
  path: 'src/main/java/com/example/orders/OrderController.java',
  base,
} as const;
const query = 'jdbc.queryForList("SELECT id, total FROM orders WHERE customer = ?", customer);';
const resolved = `    Path file = ROOT.resolve(name).normalize();
    if (!file.startsWith(ROOT)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return new FileSystemResource(file);`;

export const cases = [
  ...changesOf({ ...file, family: 'sql-injection' }, [
    {
      what: 'jdbc-template-concatenated',
      replaces: query,
      faulty: `jdbc.queryForList("SELECT id, total FROM orders WHERE customer = '" + customer + "'");`,
      safe: 'jdbc.queryForList("SELECT id, total, state FROM orders WHERE customer = ?", customer);',
      at: 'jdbc.queryForList',
    },
    {
      what: 'jdbc-template-formatted-order',
      replaces: query,
      faulty: `jdbc.queryForList(
        String.format("SELECT id, total FROM orders WHERE customer = ? ORDER BY %s", sort), customer);`,
      safe: `jdbc.queryForList(
        String.format("SELECT id, total FROM orders WHERE customer = ? ORDER BY %s", COLUMNS.getOrDefault(sort, "id")), customer);`,
      at: 'String.format',
    },
  ]),
  ...changesOf({ ...file, family: 'path-traversal' }, [
    {
      what: 'spring-document-below-root',
      replaces: resolved,
      faulty: `    Path file = ROOT.resolve("public").resolve(name);
    return new FileSystemResource(file);`,
      safe: `    Path file = ROOT.resolve("public").resolve(name).normalize();
    if (!file.startsWith(ROOT.resolve("public"))) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return new FileSystemResource(file);`,
      at: 'resolve(name)',
    },
  ]),
  ...changesOf({ ...file, family: 'command-injection' }, [
    {
      what: 'process-builder-shell',
      replaces: 'new ProcessBuilder("lp", "-d", "office", "label.pdf").start();',
      faulty: 'new ProcessBuilder("sh", "-c", "lp -d " + printer + " label.pdf").start();',
      safe: 'new ProcessBuilder("lp", "-d", printer, "--", "label.pdf").start();',
      at: '"sh", "-c"',
    },
    {
      what: 'runtime-exec-string',
      replaces: 'new ProcessBuilder("lp", "-d", "office", "label.pdf").start();',
      faulty: 'Runtime.getRuntime().exec("lp -d " + printer + " label.pdf");',
      safe: 'Runtime.getRuntime().exec(new String[] {"lp", "-d", printer, "label.pdf"});',
      at: 'Runtime.getRuntime()',
    },
  ]),
  ...changesOf({ ...file, family: 'ssrf' }, [
    {
      what: 'partner-address-from-request',
      replaces: `HttpRequest.newBuilder(URI.create("https://" + host + "/status")).build();
    return client`,
      faulty: `HttpRequest.newBuilder(URI.create(callback)).build();
    return client`,
      safe: `HttpRequest.newBuilder(URI.create("https://" + host + "/status/v2")).build();
    return client`,
      at: 'URI.create(callback)',
    },
  ]),
  ...changesOf({ ...file, family: 'xss' }, [
    {
      what: 'spring-greeting-unescaped',
      replaces: 'return "<h1>Hello " + HtmlUtils.htmlEscape(name) + "</h1>";',
      faulty: 'return "<h1>Welcome " + name + "</h1>";',
      safe: 'return "<h1>Welcome " + HtmlUtils.htmlEscape(name) + "</h1>";',
      at: 'Welcome',
    },
  ]),
  ...changesOf({ ...file, family: 'randomness' }, [
    {
      what: 'reset-token-from-random',
      replaces: 'String token = HexFormat.of().formatHex(bytes);',
      faulty: 'String token = Long.toHexString(new Random().nextLong());',
      safe: 'String token = HexFormat.of().withUpperCase().formatHex(bytes);',
      at: 'new Random().nextLong',
    },
  ]),
  ...changesOf({ ...file, family: 'secret-in-log' }, [
    {
      what: 'slf4j-reset-token',
      replaces: 'log.info("reset asked for, answered within {} ms", jitter.nextInt(50));',
      faulty: 'String resetToken = token;\n    log.info("reset asked for: {}", resetToken);',
      safe: 'log.info("reset asked for, token of {} characters", token.length());',
      at: 'reset asked for',
    },
  ]),
  ...changesOf({ ...file, family: 'timing' }, [
    {
      what: 'arrays-equals-on-a-mac',
      replaces: 'return MessageDigest.isEqual(expectedMac, given);',
      faulty: 'return java.util.Arrays.equals(expectedMac, given);',
      safe: 'return given != null && MessageDigest.isEqual(expectedMac, given);',
      at: 'Arrays.equals',
    },
  ]),
  ...changesOf({ ...file, family: 'crypto' }, [
    {
      what: 'few-rounds',
      replaces: '600_000',
      faulty: '1_000',
      safe: '650_000',
      at: '1_000',
    },
  ]),
  ...changesOf({ ...file, family: 'open-redirect' }, [
    {
      what: 'spring-redirect-view',
      replaces: 'return new org.springframework.web.servlet.view.RedirectView("/orders");',
      faulty: 'return new org.springframework.web.servlet.view.RedirectView(next);',
      safe: 'return new org.springframework.web.servlet.view.RedirectView("/orders/latest");',
      at: 'RedirectView(next)',
    },
  ]),
  ...changesOf({ ...file, family: 'removed-guard' }, [
    {
      what: 'spring-host-list',
      replaces: 'if (!PARTNERS.contains(host)) {',
      faulty: 'if (host.isBlank()) {',
      safe: 'if (host.isBlank() || !PARTNERS.contains(host)) {',
      at: 'PARTNERS.contains(host)',
      side: 'old',
    },
  ]),
  ...changesOf({ ...file, family: 'path-traversal' }, [
    {
      what: 'files-read-string',
      replaces: 'return new FileSystemResource(file);',
      faulty: `log.info("{}", Files.readString(Path.of("/var/lib/drafts/" + name)));
    return new FileSystemResource(file);`,
      safe: `log.info("{}", Files.readString(file));
    return new FileSystemResource(file);`,
      at: 'Files.readString',
    },
  ]).map((one): QualityCase => ({
    ...one,
    gap: {
      what: 'missed',
      why: 'The check of another path made of the same name is taken for a check of the name.',
    },
  })),
];
