// Times functions of Spindle and of DuckDB over the same million rows in memory, on one thread, function by function in turn (A B A B …), and prints medians and their ratio.
//   node compare.mjs [--rows 1000000] [--runs 7] [--only TEXT] [--out FILE.md]
// kernels.tsv names the functions. Each is read by the cheapest aggregate that its result allows, the same on both sides; what that aggregate costs over the bare column is
// measured as well and taken off. Times are the processor's, of the whole process.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, fallback) => { const i = process.argv.indexOf('--' + name); return i < 0 ? fallback : process.argv[i + 1]; };
const rows = Number(option('rows', '1000000'));
const runs = Number(option('runs', '7'));
const only = option('only', null);
const out = option('out', null);

// What reads a result: Spindle's aggregate, DuckDB's, and the bare column that is read for comparison.
const sinks = {
  number: [e => `sum(${e})`, e => `sum(${e})`, 'i'],
  text: [e => `sum(octet_length(${e}))`, e => `sum(strlen(${e}))`, 's'],
  bytes: [e => `sum(octet_length(${e}))`, e => `sum(octet_length(${e}))`, 'CAST(s AS BINARY)'],
  test: [e => `count_if(${e})`, e => `count_if(${e})`, 'id < 0'],
  time: [e => `max(${e})`, e => `max(${e})`, 'd'],
  list: [e => `sum(size(${e}))`, e => `sum(len(${e}))`, 'a'],
};

const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
const spindle = spawn('dotnet', [join(here, 'bin/Release/net10.0/Spindle.Benchmarks.Kernels.dll'), join(here, 'input.sql'), String(rows), join(folder, 't')], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: spindle.stdout })[Symbol.asyncIterator]();
await answers.next();
const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const duck = await instance.connect();
await duck.run(`create table t as select *, make_timestamp(us) as ts from read_parquet('${join(folder, 't')}/*.parquet')`);

const ours = async sql => {
  spindle.stdin.write(sql + '\n');
  const answer = (await answers.next()).value;
  if (answer.startsWith('error')) throw new Error(answer);
  const [, time, bytes, value] = /^(\S+) (\S+) (.*)$/.exec(answer);
  return { time: Number(time), bytes: Number(bytes), value };
};
const theirs = async sql => {
  const start = process.cpuUsage();
  const result = await duck.runAndReadAll(sql);
  const used = process.cpuUsage(start);
  return { time: (used.user + used.system) / 1000, value: String(result.getRows()[0][0]) };
};
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];
const same = (a, b) => a === b || Math.abs(Number(a) - Number(b)) <= 1e-9 * Math.abs(Number(a));

const measure = async (sink, expression, duckExpression) => {
  const [left, right] = [[], []];
  const sql = `SELECT CAST(${sinks[sink][0](expression)} AS STRING) FROM t`;
  const duckSql = `SELECT CAST(${sinks[sink][1](duckExpression)} AS VARCHAR) FROM t`;
  // Until the loops have been compiled for good, which takes some hundred batches and a moment.
  for (let warm = 0; warm < 250;)
    warm += (await ours(sql)).time + 1;
  for (let run = 0; run <= runs; run++) {
    left.push(await ours(sql));
    right.push(await theirs(duckSql));
  }
  const timed = list => median(list.slice(1).map(r => r.time));
  return { ours: timed(left), theirs: timed(right), bytes: Math.min(...left.map(r => r.bytes)) / rows, answers: [left[0].value, right[0].value] };
};

// The bare aggregates, measured before and after all others; of both the lower counts.
const bare = {};
const measureBare = async () => {
  for (const [name, [, , column]] of Object.entries(sinks)) {
    const now = await measure(name, column, column.replace('BINARY', 'BLOB'));
    const before = bare[name] ?? now;
    bare[name] = { ours: Math.min(before.ours, now.ours), theirs: Math.min(before.theirs, now.theirs), bytes: Math.min(before.bytes, now.bytes) };
  }
};
await measureBare();

const table = readFileSync(join(here, 'kernels.tsv'), 'utf8').split('\n').filter(line => line && !line.startsWith('#')).map(line => line.split('\t'));
const results = [];
for (const [family, name, sink, expression, duckExpression] of table) {
  if (only && !`${family} ${name}`.includes(only)) continue;
  try {
    const result = await measure(sink, expression, duckExpression);
    results.push({ family, name, expression, sink, ...result, ratio: result.ours / result.theirs });
  } catch (error) {
    results.push({ family, name, expression, failed: error.message });
  }
  const r = results.at(-1);
  console.error(r.failed ? `${name}  ${r.failed}` : `${name}  ${r.ours.toFixed(1)} ms  DuckDB ${r.theirs.toFixed(1)} ms  ${r.ratio.toFixed(2)}  ${r.bytes.toFixed(1)} B${same(...r.answers) ? '' : `  answers differ: ${r.answers.join(' | ')}`}`);
}
await measureBare();
for (const r of results.filter(r => !r.failed)) {
  const [net, duckNet] = [r.ours - bare[r.sink].ours, r.theirs - bare[r.sink].theirs];
  r.netRatio = duckNet > 1 ? Math.max(net, 0) / duckNet : null;
  r.netBytes = Math.max(0, r.bytes - bare[r.sink].bytes);
}
spindle.stdin.end();
rmSync(folder, { recursive: true });

const good = results.filter(r => !r.failed);
const within = good.filter(r => r.ratio <= 3);
const netWithin = good.filter(r => (r.netRatio ?? r.ratio) <= 3);
const geometric = list => Math.exp(list.reduce((sum, r) => sum + Math.log(r.ratio), 0) / list.length);
const families = [...new Set(good.map(r => r.family))];
const text = [
  `${rows.toLocaleString('en')} rows in memory, one thread, processor milliseconds, medians of ${runs} runs in turn. "Less the bare" takes off what the aggregate costs over a bare column (a dash where DuckDB's own`,
  'share is under a millisecond); "bytes" is what Spindle allocates on the managed heap a row beyond the bare query.', '',
  '| family | function | Spindle | DuckDB 1.5.6 | ratio | less the bare | bytes |', '|---|---|---:|---:|---:|---:|---:|',
  ...results.map(r => r.failed ? `| ${r.family} | ${r.name} | ${r.failed} | | | | |`
    : `| ${r.family} | ${r.name}${same(...r.answers) ? '' : ' (answers differ)'} | ${r.ours.toFixed(1)} | ${r.theirs.toFixed(1)} | ${r.ratio.toFixed(2)} | ${r.netRatio?.toFixed(2) ?? '–'} | ${r.netBytes.toFixed(1)} |`), '',
  `Within 3 times DuckDB: ${within.length} of ${results.length} as queries, ${netWithin.length} less the bare aggregate. Geometric mean of the ratios: ${geometric(good).toFixed(2)}; ${families.map(f => `${f} ${geometric(good.filter(r => r.family === f)).toFixed(2)}`).join(', ')}.`, '',
  'The bare aggregates: ' + Object.entries(bare).map(([n, r]) => `${n} ${r.ours.toFixed(1)} and ${r.theirs.toFixed(1)}`).join(', ') + ' ms.', ''].join('\n');
console.log(text);
if (out) writeFileSync(out, text);
