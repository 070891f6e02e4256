import { changesOf } from '../../changed-file.ts';

const base = `package com.example.legacy;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jwts;
import jakarta.persistence.EntityManager;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.security.Key;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

public class AccountServlet extends HttpServlet {
  private transient EntityManager entities;
  private transient DirContext directory;
  private transient Key key;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String name = request.getParameter("name");
    List<?> found =
        entities.createQuery("select a from Account a where a.name = :name").setParameter("name", name).getResultList();
    response.setContentType("application/json");
    response.getWriter().print(found.size());
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String session = request.getSession(true).getId();
    Cookie cookie = new Cookie("session", session);
    cookie.setHttpOnly(true);
    cookie.setSecure(true);
    response.addCookie(cookie);
    response.sendRedirect(request.getContextPath() + "/accounts");
  }

  Document parse(InputStream stream) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(stream);
  }

  Object restore(InputStream stream) throws Exception {
    try (ObjectInputStream input = new ObjectInputStream(stream)) {
      input.setObjectInputFilter(ObjectInputFilter.Config.createFilter("com.example.legacy.*;!*"));
      return input.readObject();
    }
  }

  Object settings(HttpServletRequest request) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(request.getInputStream());
  }

  Object person(HttpServletRequest request) throws Exception {
    String uid = request.getParameter("uid");
    return directory.search("ou=people,dc=example", "(uid={0})", new Object[] {uid}, new SearchControls());
  }

  byte[] encrypt(byte[] text, byte[] nonce) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
    return cipher.doFinal(text);
  }

  Claims claims(String token) {
    return Jwts.parserBuilder().setSigningKey(key).build().parseClaimsJws(token).getBody();
  }
}
`;

const file = {
  language: 'java',
  path: 'src/main/java/com/example/legacy/AccountServlet.java',
  base,
} as const;

export const cases = [
  ...changesOf({ ...file, family: 'sql-injection' }, [
    {
      what: 'jpql-concatenated',
      replaces: `entities.createQuery("select a from Account a where a.name = :name").setParameter("name", name).getResultList();`,
      faulty: `entities.createQuery("select a from Account a where a.name = '" + name + "'").getResultList();`,
      safe: `entities.createQuery("select a from Account a where lower(a.name) = :name").setParameter("name", name).getResultList();`,
      at: 'createQuery',
    },
  ]),
  ...changesOf({ ...file, family: 'xss' }, [
    {
      what: 'servlet-writes-a-page',
      replaces: `response.setContentType("application/json");
    response.getWriter().print(found.size());`,
      faulty: `response.setContentType("text/html");
    response.getWriter().print("<p>No account is called " + name + "</p>");`,
      safe: `response.setContentType("text/html");
    response.getWriter().print("<p>No account is called " + org.owasp.encoder.Encode.forHtml(name) + "</p>");`,
      at: 'No account',
    },
  ]),
  ...changesOf({ ...file, family: 'open-redirect' }, [
    {
      what: 'servlet-send-redirect',
      replaces: 'response.sendRedirect(request.getContextPath() + "/accounts");',
      faulty: 'response.sendRedirect(request.getParameter("next"));',
      safe: 'response.sendRedirect(request.getContextPath() + "/accounts/new");',
      at: 'sendRedirect',
    },
  ]),
  ...changesOf({ ...file, family: 'cookies' }, [
    {
      what: 'servlet-cookie-not-secure',
      replaces: 'cookie.setSecure(true);',
      faulty: 'cookie.setSecure(false);',
      safe: 'cookie.setSecure(true);\n    cookie.setPath("/");',
      at: 'setSecure(false)',
    },
  ]),
  ...changesOf({ ...file, family: 'removed-guard' }, [
    {
      what: 'document-builder-with-doctypes',
      replaces: 'factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);',
      faulty: 'factory.setNamespaceAware(true);',
      safe: `factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);`,
      at: 'disallow-doctype-decl',
      side: 'old',
    },
  ]),
  ...changesOf({ ...file, family: 'deserialisation' }, [
    {
      what: 'object-stream-of-the-body',
      replaces: 'return new Yaml(new SafeConstructor(new LoaderOptions())).load(request.getInputStream());',
      faulty: `try (ObjectInputStream input = new ObjectInputStream(request.getInputStream())) {
      return input.readObject();
    } catch (ClassNotFoundException error) {
      throw new IOException(error);
    }`,
      safe: `return new Yaml(new SafeConstructor(new LoaderOptions())).loadAs(request.getInputStream(), java.util.Map.class);`,
      at: 'readObject',
    },
  ]),
  ...changesOf({ ...file, family: 'ldap-injection' }, [
    {
      what: 'jndi-filter-concatenated',
      replaces:
        'directory.search("ou=people,dc=example", "(uid={0})", new Object[] {uid}, new SearchControls());',
      faulty: 'directory.search("ou=people,dc=example", "(uid=" + uid + ")", new SearchControls());',
      safe: 'directory.search("ou=staff,dc=example", "(uid={0})", new Object[] {uid}, new SearchControls());',
      at: 'directory.search',
    },
  ]),
  ...changesOf({ ...file, family: 'crypto' }, [
    {
      what: 'cipher-in-ecb-mode',
      replaces: 'Cipher.getInstance("AES/GCM/NoPadding");',
      faulty: 'Cipher.getInstance("AES/ECB/PKCS5Padding");',
      safe: 'Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");',
      at: 'AES/ECB',
    },
  ]),
  ...changesOf({ ...file, family: 'jwt' }, [
    {
      what: 'jjwt-claims-unsigned',
      replaces: 'return Jwts.parserBuilder().setSigningKey(key).build().parseClaimsJws(token).getBody();',
      faulty: 'return Jwts.parserBuilder().build().parseClaimsJwt(token).getBody();',
      safe: 'return Jwts.parserBuilder().setSigningKey(key).requireIssuer("accounts").build().parseClaimsJws(token).getBody();',
      at: 'Jwts.parserBuilder()',
    },
  ]),
];
