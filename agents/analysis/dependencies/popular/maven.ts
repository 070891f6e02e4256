/** Artifacts of Maven Central that people type from memory, as `group:artifact`. */
export const mavenNames = `
org.springframework:spring-core org.springframework:spring-context org.springframework:spring-web
org.springframework:spring-webmvc org.springframework:spring-beans org.springframework:spring-jdbc
org.springframework:spring-tx org.springframework:spring-orm org.springframework:spring-test
org.springframework.boot:spring-boot-starter org.springframework.boot:spring-boot-starter-web
org.springframework.boot:spring-boot-starter-webflux
org.springframework.boot:spring-boot-starter-data-jpa
org.springframework.boot:spring-boot-starter-security org.springframework.boot:spring-boot-starter-test
org.springframework.boot:spring-boot-starter-actuator
org.springframework.boot:spring-boot-starter-validation
org.springframework.boot:spring-boot-starter-thymeleaf
org.springframework.boot:spring-boot-starter-data-redis
org.springframework.boot:spring-boot-starter-parent org.springframework.boot:spring-boot-devtools
org.springframework.security:spring-security-core org.springframework.security:spring-security-web
org.springframework.security:spring-security-config org.springframework.data:spring-data-jpa
org.springframework.kafka:spring-kafka org.springframework.cloud:spring-cloud-starter-openfeign
com.fasterxml.jackson.core:jackson-databind com.fasterxml.jackson.core:jackson-core
com.fasterxml.jackson.core:jackson-annotations com.fasterxml.jackson.datatype:jackson-datatype-jsr310
com.fasterxml.jackson.dataformat:jackson-dataformat-yaml
com.fasterxml.jackson.module:jackson-module-kotlin com.google.code.gson:gson com.google.guava:guava
com.google.inject:guice com.google.protobuf:protobuf-java com.google.code.findbugs:jsr305
com.google.auto.value:auto-value com.google.dagger:dagger org.apache.commons:commons-lang3
org.apache.commons:commons-collections4 org.apache.commons:commons-text org.apache.commons:commons-csv
org.apache.commons:commons-compress org.apache.commons:commons-math3 org.apache.commons:commons-pool2
org.apache.commons:commons-exec commons-io:commons-io commons-codec:commons-codec
commons-logging:commons-logging commons-fileupload:commons-fileupload
commons-beanutils:commons-beanutils commons-collections:commons-collections commons-lang:commons-lang
commons-validator:commons-validator commons-cli:commons-cli org.apache.httpcomponents:httpclient
org.apache.httpcomponents.client5:httpclient5 org.apache.logging.log4j:log4j-core
org.apache.logging.log4j:log4j-api org.apache.logging.log4j:log4j-slf4j2-impl
org.apache.logging.log4j:log4j-slf4j-impl log4j:log4j org.slf4j:slf4j-api org.slf4j:slf4j-simple
org.slf4j:jcl-over-slf4j ch.qos.logback:logback-classic ch.qos.logback:logback-core
net.logstash.logback:logstash-logback-encoder org.projectlombok:lombok org.mapstruct:mapstruct
org.mapstruct:mapstruct-processor junit:junit org.junit.jupiter:junit-jupiter
org.junit.jupiter:junit-jupiter-api org.junit.jupiter:junit-jupiter-engine
org.junit.jupiter:junit-jupiter-params org.junit.vintage:junit-vintage-engine org.mockito:mockito-core
org.mockito:mockito-junit-jupiter org.mockito.kotlin:mockito-kotlin org.assertj:assertj-core
org.hamcrest:hamcrest org.hamcrest:hamcrest-core org.testng:testng org.testcontainers:testcontainers
org.testcontainers:postgresql org.testcontainers:junit-jupiter io.rest-assured:rest-assured
org.wiremock:wiremock com.github.tomakehurst:wiremock org.awaitility:awaitility io.mockk:mockk
org.hibernate:hibernate-core org.hibernate.orm:hibernate-core
org.hibernate.validator:hibernate-validator jakarta.persistence:jakarta.persistence-api
jakarta.validation:jakarta.validation-api jakarta.servlet:jakarta.servlet-api
javax.servlet:javax.servlet-api javax.inject:javax.inject javax.annotation:javax.annotation-api
javax.xml.bind:jaxb-api com.zaxxer:HikariCP org.postgresql:postgresql mysql:mysql-connector-java
com.mysql:mysql-connector-j org.mariadb.jdbc:mariadb-java-client com.h2database:h2
org.xerial:sqlite-jdbc com.microsoft.sqlserver:mssql-jdbc com.oracle.database.jdbc:ojdbc11
org.mybatis:mybatis org.mybatis.spring.boot:mybatis-spring-boot-starter org.jooq:jooq
org.flywaydb:flyway-core org.liquibase:liquibase-core redis.clients:jedis io.lettuce:lettuce-core
org.redisson:redisson org.mongodb:mongodb-driver-sync org.apache.kafka:kafka-clients
com.rabbitmq:amqp-client org.elasticsearch.client:elasticsearch-rest-high-level-client
co.elastic.clients:elasticsearch-java io.netty:netty-all io.netty:netty-handler io.vertx:vertx-core
io.vertx:vertx-web io.projectreactor:reactor-core io.reactivex.rxjava2:rxjava
io.reactivex.rxjava3:rxjava com.squareup.okhttp3:okhttp com.squareup.okhttp3:logging-interceptor
com.squareup.okhttp3:mockwebserver com.squareup.retrofit2:retrofit com.squareup.retrofit2:converter-gson
com.squareup.moshi:moshi com.squareup.okio:okio io.github.openfeign:feign-core io.grpc:grpc-netty-shaded
io.grpc:grpc-protobuf io.grpc:grpc-stub io.jsonwebtoken:jjwt io.jsonwebtoken:jjwt-api
io.jsonwebtoken:jjwt-impl io.jsonwebtoken:jjwt-jackson com.auth0:java-jwt com.nimbusds:nimbus-jose-jwt
org.bouncycastle:bcprov-jdk18on org.bouncycastle:bcpkix-jdk18on org.bouncycastle:bcprov-jdk15on
org.yaml:snakeyaml org.dom4j:dom4j org.jsoup:jsoup xerces:xercesImpl com.thoughtworks.xstream:xstream
org.json:json com.jayway.jsonpath:json-path org.freemarker:freemarker org.thymeleaf:thymeleaf
org.apache.velocity:velocity-engine-core org.apache.poi:poi org.apache.poi:poi-ooxml
org.apache.pdfbox:pdfbox com.itextpdf:itextpdf org.apache.tika:tika-core org.apache.lucene:lucene-core
org.apache.shiro:shiro-core org.apache.struts:struts2-core org.apache.tomcat.embed:tomcat-embed-core
org.eclipse.jetty:jetty-server io.undertow:undertow-core io.quarkus:quarkus-core
io.micronaut:micronaut-core io.dropwizard:dropwizard-core org.glassfish.jersey.core:jersey-server
io.micrometer:micrometer-core io.micrometer:micrometer-registry-prometheus
io.opentelemetry:opentelemetry-api io.swagger.core.v3:swagger-annotations
org.springdoc:springdoc-openapi-starter-webmvc-ui io.springfox:springfox-swagger2
org.keycloak:keycloak-core com.amazonaws:aws-java-sdk com.amazonaws:aws-java-sdk-s3
software.amazon.awssdk:s3 software.amazon.awssdk:dynamodb com.google.cloud:google-cloud-storage
com.google.firebase:firebase-admin com.azure:azure-identity com.azure:azure-storage-blob
com.stripe:stripe-java com.twilio.sdk:twilio org.jetbrains.kotlin:kotlin-stdlib
org.jetbrains.kotlin:kotlin-reflect org.jetbrains.kotlinx:kotlinx-coroutines-core
org.jetbrains.kotlinx:kotlinx-coroutines-android org.jetbrains.kotlinx:kotlinx-serialization-json
io.ktor:ktor-server-core io.ktor:ktor-client-core org.scala-lang:scala-library androidx.core:core-ktx
androidx.appcompat:appcompat com.google.android.material:material com.github.bumptech.glide:glide
com.github.ben-manes.caffeine:caffeine net.sf.ehcache:ehcache org.ehcache:ehcache
org.quartz-scheduler:quartz org.modelmapper:modelmapper org.aspectj:aspectjweaver
net.bytebuddy:byte-buddy cglib:cglib org.ow2.asm:asm org.javassist:javassist org.reflections:reflections
joda-time:joda-time com.opencsv:opencsv info.picocli:picocli
org.apache.maven.plugins:maven-compiler-plugin org.apache.maven.plugins:maven-surefire-plugin
org.apache.maven.plugins:maven-shade-plugin org.sonarsource.scanner.maven:sonar-maven-plugin
org.jacoco:jacoco-maven-plugin org.seleniumhq.selenium:selenium-java
`;
