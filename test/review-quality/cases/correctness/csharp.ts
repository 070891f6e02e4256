import { changesOf } from '../../changed-file.ts';
import type { QualityCase } from '../../quality-case.ts';

const service = `using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Depot.Shipping;

public sealed class ShipmentService(
    DepotContext context,
    ICarrierClient carrier,
    IEventBus bus,
    ILogger<ShipmentService> logger)
{
    private readonly DepotContext _context = context;
    private readonly ICarrierClient _carrier = carrier;
    private readonly IEventBus _bus = bus;
    private readonly ILogger<ShipmentService> _logger = logger;

    public async Task<Shipment> CreateAsync(Order order, CancellationToken cancellationToken)
    {
        var shipment = Shipment.For(order);
        _context.Shipments.Add(shipment);
        await _context.SaveChangesAsync(cancellationToken);
        await _bus.PublishAsync(new ShipmentCreated(shipment.Id), cancellationToken);
        return shipment;
    }

    public async Task<Label> LabelAsync(Shipment shipment)
    {
        var quote = await _carrier.QuoteAsync(shipment.Weight, shipment.Country);
        try
        {
            return await _carrier.BookAsync(quote);
        }
        catch (CarrierException error)
        {
            _logger.LogError(error, "no label for {Shipment}", shipment.Id);
            throw;
        }
    }

    public async Task ResendAsync(IEnumerable<Shipment> shipments)
    {
        foreach (var shipment in shipments)
        {
            await _carrier.NotifyAsync(shipment.Id);
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }
}
`;

const queue = `namespace Depot.Shipping;

public sealed class ShipmentQueue
{
    private readonly object _gate = new();
    private readonly List<Shipment> _pending = new();

    public void Enqueue(Shipment shipment)
    {
        lock (_gate)
        {
            _pending.Add(shipment);
        }
    }

    public void DropCancelled()
    {
        lock (_gate)
        {
            _pending.RemoveAll(shipment => shipment.IsCancelled);
        }
    }

    public decimal TotalWeight(Parcel[] parcels)
    {
        var total = 0m;
        for (var i = 0; i < parcels.Length; i++)
        {
            total += parcels[i].Weight;
        }
        return total;
    }

    public Zone ZoneOf(string country, bool isIsland)
    {
        if (country.ToUpperInvariant() == "DE")
        {
            return Zone.Domestic;
        }
        else if (isIsland)
        {
            return Zone.Island;
        }
        return Zone.World;
    }

    public string Reference(string raw)
    {
        var reference = raw.Trim();
        return reference.Length == 0 ? "none" : reference;
    }

    public bool Same(Shipment left, Shipment right) => left.Id == right.Id && left.Carrier == right.Carrier;
}
`;

const store = `using System.Text.Json;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging;

namespace Depot.Shipping;

public sealed class ShipmentStore(string connectionString, ILogger<ShipmentStore> logger)
{
    private readonly string _connectionString = connectionString;
    private readonly ILogger<ShipmentStore> _logger = logger;

    public async Task<int> CountAsync(string country)
    {
        await using var connection = new SqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand("SELECT COUNT(*) FROM Shipments WHERE Country = @country", connection);
        command.Parameters.AddWithValue("@country", country);
        return (int)(await command.ExecuteScalarAsync() ?? 0);
    }

    public Manifest ReadManifest(string path)
    {
        using var reader = new StreamReader(path);
        return JsonSerializer.Deserialize<Manifest>(reader.ReadToEnd()) ?? Manifest.Empty;
    }

    public bool IsTrustedCarrier(string code, string signature)
    {
        try
        {
            return CarrierKeys.For(code).Verify(signature);
        }
        catch (FormatException error)
        {
            _logger.LogWarning(error, "signature of {Carrier} is not readable", code);
            return false;
        }
    }

    public void ImportLegacy(string folder)
    {
        try
        {
            LegacyImport.Run(folder, _connectionString);
        }
        catch (Exception error)
        {
            _logger.LogError(error, "legacy import of {Folder} failed", folder);
        }
    }
}
`;

const file = (name: string, base: string) =>
  ({ family: 'correctness', language: 'csharp', path: `src/Depot/Shipping/${name}.cs`, base }) as const;

export const cases: readonly QualityCase[] = [
  ...changesOf(file('ShipmentService', service), [
    {
      what: 'save-not-awaited',
      replaces: '        await _context.SaveChangesAsync(cancellationToken);\n',
      faulty: '        _context.SaveChangesAsync(cancellationToken);\n',
      safe: '        var saving = _context.SaveChangesAsync(cancellationToken);\n        _logger.LogDebug("saving {Order}", order.Id);\n        await saving;\n',
      at: '_context.SaveChangesAsync',
    },
    {
      what: 'publish-not-awaited',
      replaces: '        await _bus.PublishAsync(new ShipmentCreated(shipment.Id), cancellationToken);\n',
      faulty:
        '        _bus.PublishAsync(new ShipmentCreated(shipment.Id), cancellationToken).ConfigureAwait(false);\n',
      safe: '        _ = _bus.PublishAsync(new ShipmentCreated(shipment.Id), cancellationToken);\n',
      at: '_bus.PublishAsync',
    },
    {
      what: 'async-void-service-method',
      replaces: '    public async Task ResendAsync(IEnumerable<Shipment> shipments)\n',
      faulty: '    public async void ResendAsync(IEnumerable<Shipment> shipments)\n',
      safe: '    public async ValueTask ResendAsync(IEnumerable<Shipment> shipments)\n',
      at: 'ResendAsync',
    },
    {
      what: 'async-lambda-in-foreach',
      replaces:
        '        foreach (var shipment in shipments)\n        {\n            await _carrier.NotifyAsync(shipment.Id);\n            await Task.Delay(TimeSpan.FromMilliseconds(200));\n        }\n',
      faulty:
        '        shipments.ToList().ForEach(async shipment =>\n        {\n            await _carrier.NotifyAsync(shipment.Id);\n            await Task.Delay(TimeSpan.FromMilliseconds(200));\n        });\n',
      safe: '        await Parallel.ForEachAsync(shipments, async (shipment, token) =>\n        {\n            await _carrier.NotifyAsync(shipment.Id);\n            await Task.Delay(TimeSpan.FromMilliseconds(200), token);\n        });\n',
      at: 'ForEach(async',
    },
    {
      what: 'result-of-a-running-task',
      replaces: '        var quote = await _carrier.QuoteAsync(shipment.Weight, shipment.Country);\n',
      faulty: '        var quote = _carrier.QuoteAsync(shipment.Weight, shipment.Country).Result;\n',
      safe: '        var quoting = _carrier.QuoteAsync(shipment.Weight, shipment.Country);\n        await Task.WhenAll(quoting, _context.SaveChangesAsync());\n        var quote = quoting.Result;\n',
      at: '.Result',
    },
    {
      what: 'thread-sleep-in-async',
      replaces: '            await Task.Delay(TimeSpan.FromMilliseconds(200));\n',
      faulty: '            Thread.Sleep(200);\n',
      safe: '            await Task.Delay(200);\n',
      at: 'Thread.Sleep',
    },
    {
      what: 'rethrown-by-name',
      replaces: '            throw;\n',
      faulty: '            throw error;\n',
      safe: '            throw new ShippingException($"no label for {shipment.Id}", error);\n',
      at: 'throw error;',
    },
  ]),
  ...changesOf(file('ShipmentQueue', queue), [
    {
      what: 'lock-on-this',
      replaces: '        lock (_gate)\n        {\n            _pending.Add(shipment);\n',
      faulty: '        lock (this)\n        {\n            _pending.Add(shipment);\n',
      safe: '        lock (_pending)\n        {\n            _pending.Add(shipment);\n',
      at: 'lock (this)',
    },
    {
      what: 'lock-on-a-new-object',
      replaces: '        lock (_gate)\n        {\n            _pending.RemoveAll',
      faulty: '        lock (new object())\n        {\n            _pending.RemoveAll',
      safe: '        lock (_pending)\n        {\n            _pending.RemoveAll',
      at: 'lock (new object())',
    },
    {
      what: 'removed-while-looped-over',
      replaces: '            _pending.RemoveAll(shipment => shipment.IsCancelled);\n',
      faulty:
        '            foreach (var shipment in _pending)\n            {\n                if (shipment.IsCancelled)\n                {\n                    _pending.Remove(shipment);\n                }\n            }\n',
      safe: '            foreach (var shipment in _pending.ToArray())\n            {\n                if (shipment.IsCancelled)\n                {\n                    _pending.Remove(shipment);\n                }\n            }\n',
      at: '_pending.Remove(shipment)',
    },
    {
      what: 'one-past-the-end',
      replaces: 'i < parcels.Length; i++',
      faulty: 'i <= parcels.Length; i++',
      safe: 'i <= parcels.Length - 1; i++',
      at: 'i <= parcels.Length',
    },
    {
      what: 'lower-case-never-upper',
      replaces: 'country.ToUpperInvariant() == "DE"',
      faulty: 'country.ToLowerInvariant() == "DE"',
      safe: 'country.ToLowerInvariant() == "de"',
      at: '== "DE"',
    },
    {
      what: 'constant-assigned-in-a-condition',
      replaces: '        else if (isIsland)\n',
      faulty: '        else if (isIsland = true)\n',
      safe: '        else if (isIsland is true)\n',
      at: 'isIsland = true',
    },
    {
      what: 'trim-thrown-away',
      replaces: '        var reference = raw.Trim();\n',
      faulty: '        var reference = raw;\n        reference.Trim();\n',
      safe: '        var reference = raw;\n        reference = reference.Trim();\n',
      at: 'reference.Trim()',
    },
    {
      what: 'compared-with-itself',
      replaces: 'left.Id == right.Id && left.Carrier == right.Carrier',
      faulty: 'left.Id == right.Id && left.Carrier == left.Carrier',
      safe: 'left.Id.Equals(right.Id) && left.Carrier == right.Carrier',
      at: 'left.Carrier == left.Carrier',
    },
  ]),
  ...changesOf(file('ShipmentStore', store), [
    {
      what: 'everything-swallowed',
      replaces:
        '        catch (Exception error)\n        {\n            _logger.LogError(error, "legacy import of {Folder} failed", folder);\n        }\n',
      faulty: '        catch (Exception)\n        {\n        }\n',
      safe: '        catch (Exception)\n        {\n            // The old system is optional, and tells of its own failures.\n        }\n',
      at: 'catch (Exception)',
    },
    {
      what: 'signature-check-fails-open',
      replaces: '            return false;\n',
      faulty: '            return true;\n',
      safe: '            throw new ShippingException("unreadable signature", error);\n',
      at: 'return true;',
    },
    {
      what: 'connection-left-open',
      replaces: '        await using var connection = new SqlConnection(_connectionString);\n',
      faulty: '        var connection = new SqlConnection(_connectionString);\n',
      safe: '        using var connection = new SqlConnection(_connectionString);\n',
      at: 'new SqlConnection',
    },
    {
      what: 'reader-left-open',
      replaces: '        using var reader = new StreamReader(path);\n',
      faulty: '        var reader = new StreamReader(path);\n',
      safe: '        using StreamReader reader = File.OpenText(path);\n',
      at: 'new StreamReader(path)',
    },
  ]),
];
