// Times Spindle and DuckDB on the same Parquet files, query by query in turn (A B A B …), and prints medians and their ratio.
//   node compare.mjs DATA_FOLDER [--threads 2] [--runs 5] [--queries 1,6] [--memory 256m] [--out FILE.md]
// DATA_FOLDER holds one folder of Parquet files a table, as `dotnet run --project samples/Tpch` writes it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, fallback) => { const i = process.argv.indexOf('--' + name); return i < 0 ? fallback : process.argv[i + 1]; };
const data = resolve(process.argv[2]);
const threads = option('threads', '2');
const runs = Number(option('runs', '5'));
const memory = option('memory', null);
const out = option('out', null);
const folder = join(here, '../../engine/Tpch/Queries');
const wanted = option('queries', null)?.split(',').map(Number) ?? Array.from({ length: 22 }, (_, i) => i + 1);
const queries = wanted.map(n => `q${String(n).padStart(2, '0')}`);

const binary = join(here, 'bin/Release/net10.0/Spindle.Benchmarks.Queries.dll');
const spindle = spawn('dotnet', [binary, data, threads, ...(memory ? [memory] : [])], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: spindle.stdout })[Symbol.asyncIterator]();
const ask = async line => { spindle.stdin.write(line + '\n'); return (await answers.next()).value; };

const instance = await DuckDBInstance.create(':memory:', { threads });
const duck = await instance.connect();
for (const table of readdirSync(data))
  await duck.run(`create view ${table} as select * from read_parquet('${join(data, table)}/*.parquet')`);

const duckTime = async sql => {
  const start = performance.now();
  const result = await duck.runAndReadAll(sql);
  return [performance.now() - start, result.currentRowCount];
};
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];

const rows = [];
for (const query of queries) {
  const path = join(folder, query + '.sql');
  const sql = readFileSync(path, 'utf8');
  const [ours, theirs] = [[], []];
  let failed = null;
  for (let run = 0; run <= runs && !failed; run++) {
    const answer = await ask(path);
    if (answer.startsWith('error')) { failed = answer; break; }
    const [milliseconds, count] = answer.split(' ').map(Number);
    const [duckMilliseconds, duckCount] = await duckTime(sql);
    if (count !== duckCount) { failed = `error ${count} rows, DuckDB ${duckCount}`; break; }
    if (run === 0) continue; // the warm-up
    ours.push(milliseconds);
    theirs.push(duckMilliseconds);
  }
  rows.push(failed ? { query, failed } : { query, ours: median(ours), theirs: median(theirs) });
  const last = rows.at(-1);
  console.error(failed ? `${query}  ${failed}` : `${query}  ${last.ours.toFixed(1)} ms  DuckDB ${last.theirs.toFixed(1)} ms  ${(last.ours / last.theirs).toFixed(2)}`);
}

const good = rows.filter(r => !r.failed);
const sum = key => good.reduce((total, r) => total + r[key], 0);
const peak = Number(await ask('peak'));
const geometric = Math.exp(good.reduce((total, r) => total + Math.log(r.ours / r.theirs), 0) / good.length);
const table = [
  `TPC-H, ${threads} threads${memory ? `, memory ${memory}` : ''}, warm, median of ${runs} paired runs, milliseconds.`, '',
  '| query | Spindle | DuckDB 1.5.6 | ratio |', '|---|---:|---:|---:|',
  ...rows.map(r => r.failed ? `| ${r.query} | ${r.failed} | | |` : `| ${r.query} | ${r.ours.toFixed(1)} | ${r.theirs.toFixed(1)} | ${(r.ours / r.theirs).toFixed(2)} |`),
  `| total (${good.length}) | ${sum('ours').toFixed(0)} | ${sum('theirs').toFixed(0)} | ${(sum('ours') / sum('theirs')).toFixed(2)} |`, '',
  `Geometric mean of the ratios ${geometric.toFixed(2)}; peak resident set of Spindle's process ${(peak / 2 ** 20).toFixed(0)} MiB.`, ''].join('\n');
console.log(table);
if (out) writeFileSync(out, table);
spindle.stdin.end();
