// Times the single pieces of work that Spark is timed with, on Spindle and DuckDB in turn, and prints them beside Spark's figures.
//   node pieces.mjs MASTER [--runs 3] [--pieces tasks,sort] [--out FILE.md] [--config key=value]...
// DuckDB has no exchange and no sink that drops rows: what it does instead is put the rows into a table in memory.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, fallback) => { const i = process.argv.indexOf('--' + name); return i < 0 ? fallback : process.argv[i + 1]; };
const master = process.argv[2];
const runs = Number(option('runs', '3'));
const out = option('out', null);
const settings = process.argv.flatMap((a, i) => a === '--config' ? [process.argv[i + 1]] : []);
const made = (name, sql) => [`create or replace temp table ${name} as ${sql}`, `drop table ${name}`];

// Spark 4.3 on two cores, adaptive execution off, in seconds: local[2], local-cluster[2,1].
const pieces = [
  { name: 'tasks', text: '10,000 empty tasks', spark: [8.2, 15.5] },
  { name: 'make-strings', text: '50 M rows of a long and its MD5 made alone', spark: [5.8, null], duck: made('t', 'select range as id, md5(range::varchar) as digest from range(50000000)') },
  { name: 'shuffle-strings', text: 'the same hash-shuffled to 4 partitions', spark: [20.4, 19.2], duck: made('t', 'select range as id, md5(range::varchar) as digest from range(50000000)') },
  { name: 'shuffle-longs', text: '100 M longs hash-shuffled to 4 partitions', spark: [10.3, 12.0], duck: made('t', 'select range as id from range(100000000)') },
  { name: 'sort', text: '50 M longs sorted by a 32-bit hash', spark: [18.1, 23.5], duck: made('t', 'select range as id from range(50000000) order by (hash(range) >> 32)::uinteger') },
  { name: 'groups', text: '50 M rows to 10 M groups, sum', spark: [29.1, 23.5], duck: made('t', 'select range % 10000000 as k, sum(range) as total from range(50000000) group by 1') },
  { name: 'cache', text: '50 M rows of two longs kept', spark: [6.7, 9.6], duck: ['create or replace temp table kept as select range as id, range % 1000 as k from range(50000000)'] },
  { name: 'count-cached', text: 'rows of each of 1,000 keys counted over them', spark: [0.8, 1.3], duck: ['select k, count(*) from kept group by k'] },
];
const wanted = option('pieces', null)?.split(',') ?? pieces.map(p => p.name);

const spindle = spawn('dotnet', [join(here, 'bin/Release/net10.0/Spindle.Benchmarks.Shuffle.dll'), 'serve', master, '-', ...settings], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: spindle.stdout })[Symbol.asyncIterator]();
const ask = async line => { spindle.stdin.write(line + '\n'); return (await answers.next()).value; };
const duck = await (await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '6GB' })).connect();
const duckTime = async statements => {
  const start = performance.now();
  await duck.run(statements[0]);
  const taken = performance.now() - start;
  for (const after of statements.slice(1)) await duck.run(after);
  return taken;
};
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];
const seconds = milliseconds => milliseconds < 1000 ? (milliseconds / 1000).toFixed(3) : (milliseconds / 1000).toFixed(2);

// The first run is the warm-up, shown apart.
const taken = new Map(pieces.map(p => [p.name, { first: null, ours: [], theirs: [], failed: null }]));
for (let run = 0; run <= runs; run++)
  for (const piece of pieces.filter(p => wanted.includes(p.name))) {
    const times = taken.get(piece.name);
    const answer = await ask(piece.name);
    if (answer === undefined || answer.startsWith('error')) times.failed = answer ?? 'error: the process ended';
    else if (run === 0) times.first = Number(answer);
    else times.ours.push(Number(answer));
    if (run > 0 && piece.duck) times.theirs.push(await duckTime(piece.duck));
    console.error(`${piece.name} ${answer}`);
  }

const spark = master.startsWith('local-cluster') ? 1 : 0;
const rows = pieces.filter(p => wanted.includes(p.name)).map(p => {
  const { first, ours, theirs, failed } = taken.get(p.name);
  if (failed) return `| ${p.text} | ${failed} | | | | |`;
  const [own, peer] = [median(ours), theirs.length ? seconds(median(theirs)) : '-'];
  return `| ${p.text} | ${p.spark[spark] ?? '-'} | ${seconds(first)} | ${seconds(own)} | ${p.spark[spark] ? (p.spark[spark] * 1000 / own).toFixed(1) : '-'} | ${peer} |`;
});
const table = [`\`${master}\`, seconds, median of ${runs} after a first run.`, '', '| work | Spark 4.3 | first | Spindle | times faster than Spark | DuckDB 1.5.6, 2 threads |', '|---|---:|---:|---:|---:|---:|', ...rows, ''].join('\n');
console.log(table);
if (out) writeFileSync(out, table);
spindle.stdin.end();
