import { changesOf } from '../../changed-file.ts';

const base = `<?php

namespace App\\Http\\Controllers;

use App\\Models\\Product;
use Illuminate\\Http\\Request;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Http;
use Illuminate\\Support\\Facades\\Storage;

class ProductController extends Controller
{
    public function index(Request $request)
    {
        $term = $request->input('q');
        $products = DB::table('products')->where('name', 'like', "%{$term}%")->get();
        return view('products.index', ['products' => $products]);
    }

    public function manual(Request $request)
    {
        return Storage::download('manuals/' . basename($request->input('file')));
    }

    public function stock(Request $request)
    {
        $store = $request->integer('store');
        return Http::get("https://stock.example.com/stores/{$store}")->json();
    }

    public function leave(Request $request)
    {
        return redirect()->route('products.index');
    }
}
`;

const file = { language: 'php', path: 'app/Http/Controllers/ProductController.php', base } as const;

export const cases = [
  ...changesOf({ ...file, family: 'sql-injection' }, [
    {
      what: 'laravel-where-raw',
      replaces: `->where('name', 'like', "%{$term}%")->get();`,
      faulty: `->whereRaw("name LIKE '%{$term}%'")->get();`,
      safe: `->whereRaw('name LIKE ?', ["%{$term}%"])->get();`,
      at: 'whereRaw',
    },
    {
      what: 'laravel-order-by-raw',
      replaces: `->where('name', 'like', "%{$term}%")->get();`,
      faulty: `->orderByRaw($request->input('sort') . ' desc')->get();`,
      safe: `->where('name', 'like', "%{$term}%")->orderByRaw('name desc')->get();`,
      at: 'orderByRaw',
    },
  ]),
  ...changesOf({ ...file, family: 'path-traversal' }, [
    {
      what: 'laravel-download',
      replaces: `Storage::download('manuals/' . basename($request->input('file')));`,
      faulty: `Storage::download('manuals/' . $request->input('file'));`,
      safe: `Storage::disk('public')->download('manuals/' . basename($request->input('file')));`,
      at: 'Storage::download',
    },
  ]),
  ...changesOf({ ...file, family: 'ssrf' }, [
    {
      what: 'laravel-http-client',
      replaces: '"https://stock.example.com/stores/{$store}"',
      faulty: `$request->input('callback')`,
      safe: '"https://stock.example.com/v2/stores/{$store}"',
      at: 'Http::get',
    },
  ]),
  ...changesOf({ ...file, family: 'open-redirect' }, [
    {
      what: 'laravel-redirect-to-input',
      replaces: `redirect()->route('products.index');`,
      faulty: `redirect()->away($request->query('to'));`,
      safe: `redirect()->route('products.index', ['from' => $request->query('to')]);`,
      at: 'away(',
    },
  ]),
];
