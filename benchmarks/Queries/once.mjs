// Runs every query of a folder once, one after the other in one fresh process, and prints each time and the whole, from the start of the process to the last answer.
//   node once.mjs DATA_FOLDER QUERIES_FOLDER ANSWERS_FOLDER [--threads 2] [--memory 128m] [--out FILE.md]
// An answer must have as many rows as the file of its name in ANSWERS_FOLDER (a line of names, then a line a row; `error …` where the query ends in one); that the values are the same is for the tests.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, fallback) => { const i = process.argv.indexOf('--' + name); return i < 0 ? fallback : process.argv[i + 1]; };
const [data, queries, expected] = process.argv.slice(2, 5).map(folder => resolve(folder));
const threads = option('threads', '2');
const memory = option('memory', null);
const out = option('out', null);

const start = performance.now();
const spindle = spawn('dotnet', [join(here, 'bin/Release/net10.0/Spindle.Benchmarks.Queries.dll'), data, threads, ...(memory ? [memory] : [])], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: spindle.stdout })[Symbol.asyncIterator]();
const ask = async line => { spindle.stdin.write(line + '\n'); return (await answers.next()).value; };

const rows = [];
let ready = null;
for (const file of readdirSync(queries).filter(f => f.endsWith('.sql')).sort()) {
  const name = basename(file, '.sql');
  const before = performance.now();
  const answer = await ask(join(queries, file));
  const milliseconds = performance.now() - before;
  ready ??= performance.now() - start - milliseconds;
  const lines = readFileSync(join(expected, name + '.csv'), 'utf8').split('\n').slice(0, -1);
  const wanted = lines[0].startsWith('error ') ? 'error' : String(lines.length - 1);
  const given = answer.startsWith('error') ? 'error' : answer.split(' ')[1];
  rows.push({ name, milliseconds, given, wanted, answer });
  if (given !== wanted)
    console.error(`${name}: ${answer}, expected ${wanted}`);
}
const total = performance.now() - start;
const peak = Number(await ask('peak'));
spindle.stdin.end();

const text = [
  `${rows.length} queries, each once, in one process on ${threads} threads${memory ? `, memory ${memory}` : ''}: ${(total / 1000).toFixed(1)} s from the start of the process to the last answer;`,
  `${rows.filter(r => r.given === r.wanted).length} answers have the expected number of rows. Peak resident set ${(peak / 2 ** 20).toFixed(0)} MiB.`, '',
  '| query | ms | rows |', '|---|---:|---:|',
  ...rows.map(r => `| ${r.name} | ${r.milliseconds.toFixed(0)} | ${r.given} |`), ''].join('\n');
console.log(text);
if (out) writeFileSync(out, text);
