/** Packages of NuGet that people type from memory. */
export const nugetNames = `
Newtonsoft.Json System.Text.Json Serilog Serilog.AspNetCore Serilog.Sinks.Console Serilog.Sinks.File
Serilog.Sinks.Seq Serilog.Settings.Configuration Serilog.Extensions.Logging NLog NLog.Web.AspNetCore
log4net AutoMapper AutoMapper.Extensions.Microsoft.DependencyInjection Mapster MediatR FluentValidation
FluentValidation.AspNetCore FluentAssertions Shouldly Moq NSubstitute FakeItEasy xunit
xunit.runner.visualstudio xunit.v3 NUnit NUnit3TestAdapter MSTest.TestFramework MSTest.TestAdapter
Microsoft.NET.Test.Sdk coverlet.collector coverlet.msbuild Bogus AutoFixture AutoFixture.Xunit2
WireMock.Net Testcontainers Respawn Verify.Xunit BenchmarkDotNet Dapper Dapper.Contrib EntityFramework
Microsoft.EntityFrameworkCore Microsoft.EntityFrameworkCore.SqlServer
Microsoft.EntityFrameworkCore.Sqlite Microsoft.EntityFrameworkCore.Design
Microsoft.EntityFrameworkCore.Tools Microsoft.EntityFrameworkCore.InMemory
Microsoft.EntityFrameworkCore.Relational Npgsql Npgsql.EntityFrameworkCore.PostgreSQL
Pomelo.EntityFrameworkCore.MySql MySqlConnector MySql.Data Microsoft.Data.SqlClient
System.Data.SqlClient Microsoft.Data.Sqlite Oracle.ManagedDataAccess Oracle.ManagedDataAccess.Core
MongoDB.Driver MongoDB.Bson StackExchange.Redis Microsoft.Extensions.Caching.StackExchangeRedis
NHibernate FluentNHibernate LiteDB Marten RavenDB.Client Elasticsearch.Net NEST
Elastic.Clients.Elasticsearch Cassandra.CSharpDriver Neo4j.Driver
Microsoft.AspNetCore.Authentication.JwtBearer Microsoft.AspNetCore.OpenApi
Microsoft.AspNetCore.Mvc.NewtonsoftJson Microsoft.AspNetCore.Mvc.Testing
Microsoft.AspNetCore.SignalR.Client Microsoft.AspNetCore.Identity.EntityFrameworkCore
Microsoft.Extensions.DependencyInjection Microsoft.Extensions.DependencyInjection.Abstractions
Microsoft.Extensions.Logging Microsoft.Extensions.Logging.Abstractions
Microsoft.Extensions.Configuration Microsoft.Extensions.Configuration.Json Microsoft.Extensions.Hosting
Microsoft.Extensions.Http Microsoft.Extensions.Http.Polly Microsoft.Extensions.Http.Resilience
Microsoft.Extensions.Options Microsoft.Extensions.Caching.Memory Microsoft.Identity.Web
Microsoft.IdentityModel.Tokens System.IdentityModel.Tokens.Jwt IdentityModel IdentityServer4
Duende.IdentityServer OpenIddict Swashbuckle.AspNetCore NSwag.AspNetCore NSwag.MSBuild Scalar.AspNetCore
Asp.Versioning.Mvc Polly Polly.Extensions Refit RestSharp Flurl.Http Flurl Grpc.AspNetCore
Grpc.Net.Client Grpc.Tools Google.Protobuf protobuf-net MessagePack CsvHelper EPPlus ClosedXML
DocumentFormat.OpenXml NPOI iTextSharp itext7 PdfSharp QuestPDF SixLabors.ImageSharp SkiaSharp
Magick.NET-Q16-AnyCPU HtmlAgilityPack AngleSharp HtmlSanitizer Markdig YamlDotNet Tomlyn SharpZipLib
SharpCompress DotNetZip MailKit MimeKit SendGrid Twilio Stripe.net PayPal AWSSDK.Core AWSSDK.S3
AWSSDK.DynamoDBv2 AWSSDK.SQS AWSSDK.SecretsManager Amazon.Lambda.Core Amazon.Lambda.AspNetCoreServer
Azure.Identity Azure.Storage.Blobs Azure.Security.KeyVault.Secrets Azure.Messaging.ServiceBus Azure.Core
Microsoft.Azure.Cosmos Microsoft.Azure.Functions.Worker WindowsAzure.Storage
Microsoft.ApplicationInsights Microsoft.ApplicationInsights.AspNetCore OpenTelemetry
OpenTelemetry.Extensions.Hosting OpenTelemetry.Instrumentation.AspNetCore
OpenTelemetry.Exporter.OpenTelemetryProtocol prometheus-net prometheus-net.AspNetCore Sentry
Sentry.AspNetCore Hangfire Hangfire.Core Hangfire.AspNetCore Hangfire.SqlServer Quartz
Quartz.Extensions.Hosting MassTransit MassTransit.RabbitMQ NServiceBus RabbitMQ.Client Confluent.Kafka
EasyNetQ Rebus Autofac Autofac.Extensions.DependencyInjection Ninject Unity SimpleInjector Castle.Core
Castle.Windsor Scrutor Humanizer Humanizer.Core NodaTime CommandLineParser System.CommandLine
Spectre.Console McMaster.Extensions.CommandLineUtils BouncyCastle.Cryptography Portable.BouncyCastle
BCrypt.Net-Next Konscious.Security.Cryptography.Argon2 System.Linq.Dynamic.Core System.Reactive
ReactiveUI Prism.Core CommunityToolkit.Mvvm MvvmLight MahApps.Metro MaterialDesignThemes Avalonia
Xamarin.Forms Xamarin.Essentials Microsoft.Maui.Controls Selenium.WebDriver Selenium.Support
Microsoft.Playwright SpecFlow Reqnroll LanguageExt.Core OneOf ErrorOr Ardalis.Specification
Ardalis.GuardClauses FastEndpoints Carter HotChocolate.AspNetCore GraphQL Microsoft.CodeAnalysis.CSharp
Microsoft.CodeAnalysis.NetAnalyzers StyleCop.Analyzers SonarAnalyzer.CSharp Roslynator.Analyzers
Nito.AsyncEx Microsoft.IO.RecyclableMemoryStream System.Drawing.Common System.Net.Http
System.ComponentModel.Annotations Ocelot Yarp.ReverseProxy LazyCache EasyCaching.Core FusionCache
Microsoft.SemanticKernel OpenAI Microsoft.ML Discord.Net Telegram.Bot Octokit LibGit2Sharp SSH.NET
FluentFTP Topshelf Microsoft.Extensions.Hosting.WindowsServices jQuery bootstrap
`;
