import { changesOf } from '../../changed-file.ts';

const base = `<?php

declare(strict_types=1);

namespace Shop;

use Psr\\Log\\LoggerInterface;

final class Labels
{
    public function __construct(private LoggerInterface $logger)
    {
    }

    public function isExpress(string $code): bool
    {
        if (str_contains($code, 'EX')) {
            return true;
        }
        return false;
    }

    public function costs(string $kind): int
    {
        switch ($kind) {
            case 'post':
                $cents = 490;
                break;
            case 'courier':
                $cents = 1290;
                break;
            default:
                $cents = 9900;
        }
        return $cents;
    }

    public function raise(array $prices, array $extra): array
    {
        foreach ($prices as &$price) {
            $price = (int) ($price * 1.1);
        }
        unset($price);
        foreach ($extra as $price) {
            $this->logger->info('extra', ['price' => $price]);
        }
        return $prices;
    }

    public function save(Store $store, Label $label): void
    {
        try {
            $store->put($label);
        } catch (StoreFull $error) {
            $this->logger->error('label not stored', ['error' => $error]);
            throw $error;
        }
    }
}
`;

export const cases = changesOf({ family: 'correctness', language: 'php', path: 'src/Labels.php', base }, [
  {
    what: 'found-at-the-start',
    replaces: "if (str_contains($code, 'EX')) {",
    faulty: "if (strpos($code, 'EX')) {",
    safe: "if (strpos($code, 'EX') !== false) {",
    at: 'strpos',
  },
  {
    what: 'break-taken-away',
    replaces: '                $cents = 490;\n                break;\n',
    faulty: '                $cents = 490;\n',
    safe: '                $cents = 520;\n                break;\n',
    at: 'break;',
    side: 'old',
  },
  {
    what: 'reference-outlives-the-loop',
    replaces:
      '        foreach ($prices as &$price) {\n            $price = (int) ($price * 1.1);\n        }\n        unset($price);\n',
    faulty:
      '        foreach ($prices as $key => &$price) {\n            $price = (int) ($price * 1.1);\n        }\n',
    safe: '        foreach ($prices as $key => &$price) {\n            $price = (int) ($price * 1.2);\n        }\n        unset($price);\n',
    at: '&$price',
  },
  {
    what: 'error-swallowed',
    replaces:
      "            $this->logger->error('label not stored', ['error' => $error]);\n            throw $error;\n        }",
    faulty: '        }',
    safe: '            throw new LabelLost($label, previous: $error);\n        }',
    at: 'catch (StoreFull $error)',
  },
]);
