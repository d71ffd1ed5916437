// Times TPC-H in one process, over executors and in DuckDB on the same Parquet files, query by query in turn, pass after pass over all queries, and prints medians and ratios.
// The first passes (--warm) are the warm-up and do not count: .NET compiles what is used often a second time.
//   node tpch.mjs DATA_FOLDER [--cluster "local-cluster[2,1,2g]"] [--warm 3] [--runs 5] [--queries 1,6] [--out FILE.md] [--config key=value]...
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, fallback) => { const i = process.argv.indexOf('--' + name); return i < 0 ? fallback : process.argv[i + 1]; };
const data = resolve(process.argv[2]);
const cluster = option('cluster', 'local-cluster[2,1,2g]');
const warm = Number(option('warm', '3'));
const runs = Number(option('runs', '5'));
const out = option('out', null);
const settings = process.argv.flatMap((a, i) => a === '--config' ? [process.argv[i + 1]] : []);
const wanted = option('queries', null)?.split(',').map(Number) ?? Array.from({ length: 22 }, (_, i) => i + 1);

const serve = master => {
  const server = spawn('dotnet', [join(here, 'bin/Release/net10.0/Spindle.Benchmarks.Shuffle.dll'), 'serve', master, data, ...settings], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  return { ask: async line => { server.stdin.write(line + '\n'); return (await answers.next()).value ?? 'error: the process ended'; }, end: () => server.stdin.end() };
};
const sides = [serve('local[2]'), serve(cluster)];
const duck = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
for (const table of readdirSync(data))
  await duck.run(`create view ${table} as select * from read_parquet('${join(data, table)}/*.parquet')`);

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];
const queries = wanted.map(number => `q${String(number).padStart(2, '0')}`).map(name => ({ name, path: join(here, '../../engine/Tpch/Queries', name + '.sql'), first: null, taken: [[], [], []] }));
for (let run = 0; run < warm + runs; run++) {
  const total = [0, 0, 0];
  for (const query of queries) {
    const times = [];
    for (const side of sides) {
      const answer = await side.ask(query.path);
      if (answer.startsWith('error')) throw new Error(`${query.name}: ${answer}`);
      times.push(Number(answer));
    }
    const start = performance.now();
    await duck.runAndReadAll(readFileSync(query.path, 'utf8'));
    times.push(performance.now() - start);
    query.first ??= times[1];
    times.forEach((time, i) => { total[i] += time; if (run >= warm) query.taken[i].push(time); });
  }
  console.error(`pass ${run + 1}: ${total.map(t => t.toFixed(0)).join('  ')}  ratio ${(total[1] / total[0]).toFixed(2)}`);
}
const rows = queries.map(query => [query.name, ...query.taken.map(median), query.first]);
for (const side of sides) side.end();

const sum = rows.reduce((total, row) => total.map((t, i) => t + row[i + 1]), [0, 0, 0, 0]);
const line = ([name, local, over, duckdb, cold]) => `| ${name} | ${local.toFixed(0)} | ${over.toFixed(0)} | ${(over / local).toFixed(2)} | ${duckdb.toFixed(0)} | ${(over / duckdb).toFixed(2)} | ${cold.toFixed(0)} |`;
const table = [`TPC-H, medians of passes ${warm + 1} to ${warm + runs}, the sides in turn, milliseconds.`, '',
  `| query | \`local[2]\` | \`${cluster}\` | ratio | DuckDB 1.5.6, 2 threads | ratio | first run over executors |`, '|---|---:|---:|---:|---:|---:|---:|', ...rows.map(line), line([`total (${rows.length})`, ...sum]), ''].join('\n');
console.log(table);
if (out) writeFileSync(out, table);
