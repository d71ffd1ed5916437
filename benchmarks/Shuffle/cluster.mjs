// Measures what a cluster of executor processes on this machine does, and prints a table: a shuffle of lineitem's rows, the driver's memory with many partitions, a key that most rows have,
// an executor that is slow, and how soon executors are ready.
//   node cluster.mjs DATA_FOLDER [--parts shuffle,partitions,skew,slow,start] [--out FILE.md]
// DATA_FOLDER holds TPC-H at scale factor 1 as Parquet, a folder a table.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, fallback) => { const i = process.argv.indexOf('--' + name); return i < 0 ? fallback : process.argv[i + 1]; };
const data = resolve(process.argv[2]);
const out = option('out', null);
const parts = option('parts', 'shuffle,partitions,skew,slow,start').split(',');
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];
const rows = [];
const say = (what, value) => { rows.push(`| ${what} | ${value} |`); console.error(`${what}: ${value}`); };

const serve = (master, settings = []) => {
  const logs = mkdtempSync(join(tmpdir(), 'spindle-log-'));
  const server = spawn('dotnet', [join(here, 'bin/Release/net10.0/Spindle.Benchmarks.Shuffle.dll'), 'serve', master, data,
    'spark.eventLog.enabled=true', `spark.eventLog.dir=${logs}`, ...settings], { stdio: ['pipe', 'pipe', 'pipe'] });
  const answers = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const pids = new Map();
  const ready = [];
  createInterface({ input: server.stderr }).on('line', line => {
    const started = /^executor (\d+) ready ([\d.]+) s pid (\d+)/.exec(line);
    if (started) { pids.set(started[1], Number(started[3])); ready.push(Number(started[2])); } else console.error(line);
  });
  const ask = async line => {
    server.stdin.write(line + '\n');
    const answer = (await answers.next()).value ?? 'error: the process ended';
    if (answer.startsWith('error')) throw new Error(`${line}: ${answer}`);
    return Number(answer);
  };
  const end = () => new Promise(done => {
    server.on('exit', () => {
      const events = readdirSync(logs).flatMap(f => readFileSync(join(logs, f), 'utf8').trim().split('\n').map(l => JSON.parse(l)));
      rmSync(logs, { recursive: true });
      done(events);
    });
    server.stdin.end();
  });
  return { ask, end, pids, ready };
};

if (parts.includes('shuffle')) {
  const cluster = serve('local-cluster[2,1,3g]', ['spark.ui.showConsoleProgress=true']);
  // Five times 6,001,215 rows of 16 columns: 40 bytes of keys and numbers, 32 of decimals, 12 of dates, and texts of 53 bytes with their lengths.
  const megabytes = 5 * 6_001_215 * 137 / 1e6;
  await cluster.ask('lineitem');
  const [shuffled, scanned] = [[], []];
  for (let run = 0; run < 3; run++) { shuffled.push(await cluster.ask('lineitem')); scanned.push(await cluster.ask('lineitem-scan')); }
  const log = await cluster.end();
  const last = Math.max(...log.filter(e => e.event === 'JobStarted').map(e => e.job.value)) - 1;
  const tasks = log.filter(e => e.event === 'TaskEnded' && e.attempt.job.value === last && e.figures);
  const stored = tasks.reduce((n, e) => n + e.figures.bytesWritten, 0) / 1e6;
  const [both, scan] = [median(shuffled), median(scanned)];
  say(`${(megabytes / 1000).toFixed(1)} GB of lineitem scanned, hash-shuffled to 4 partitions and dropped`, `${(both / 1000).toFixed(2)} s; ${stored.toFixed(0)} MB stored, half of it through sockets with mTLS`);
  say('the same rows scanned and dropped', `${(scan / 1000).toFixed(2)} s`);
  say('shuffle alone: bytes before packing over two cores', `${(megabytes / (both - scan) * 1000 / 2).toFixed(0)} MB/s a core; with the scan ${(megabytes / both * 1000 / 2).toFixed(0)}`);
}

if (parts.includes('partitions')) {
  const cluster = serve('local-cluster[2,1,3g]');
  const taken = await cluster.ask('partitions');
  const peak = await cluster.ask('peak');
  await cluster.end();
  say('10,000 maps and 1,000 reducers over two executors', `${(taken / 1000).toFixed(1)} s; the driver's peak resident set ${(peak / 2 ** 20).toFixed(0)} MiB`);
}

if (parts.includes('skew')) {
  // Partitions of this size are large where ranges make them: the standard thresholds are for hundreds of megabytes.
  const cluster = serve('local-cluster[2,1,3g]', ['spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes=16m', 'spark.sql.adaptive.advisoryPartitionSizeInBytes=16m', 'spark.sql.autoBroadcastJoinThreshold=-1']);
  for (const piece of ['hot-key-groups', 'hot-key-join']) { await cluster.ask(piece); await cluster.ask(piece); }
  const log = await cluster.end();
  for (const [piece, job] of [['groups', 2], ['a join', 4]]) {
    const stages = [];
    for (const e of log.filter(e => e.event === 'TaskEnded' && e.attempt.job.value === job && e.status === 'Succeeded')) (stages[e.attempt.stage] ??= []).push(e);
    const widest = Object.values(stages).filter(s => s.length > 2).map(s => s.map(e => e.milliseconds)).sort((a, b) => Math.max(...b) - Math.max(...a));
    say(`one key has 90 % of the rows, ${piece}: largest task over the median`, widest.map(s => `${(Math.max(...s) / median(s)).toFixed(1)} (${Math.max(...s)} ms of ${s.length} tasks)`).join(', '));
  }
}

if (parts.includes('slow')) {
  const times = [];
  for (const slowed of [false, true]) {
    const cluster = serve('local-cluster[2,1,1g]', ['spark.ui.showConsoleProgress=true', 'spark.speculation=true', 'spark.speculation.quantile=0.5', 'spark.speculation.multiplier=1.5']);
    await cluster.ask('even-work');
    await cluster.ask('even-work');
    // Stopped nine tenths of the time.
    const victim = cluster.pids.get('2');
    let stop = false;
    const beat = async () => { while (!stop) { process.kill(victim, 'SIGSTOP'); await new Promise(r => setTimeout(r, 180)); process.kill(victim, 'SIGCONT'); await new Promise(r => setTimeout(r, 20)); } };
    const beating = slowed ? beat() : null;
    times.push(await cluster.ask('even-work'));
    stop = true;
    await beating;
    await cluster.end();
  }
  say('one of two executors runs a tenth of the time, with speculation', `${(times[1] / 1000).toFixed(2)} s; both whole ${(times[0] / 1000).toFixed(2)} s: ${(times[1] / times[0]).toFixed(2)} times`);
}

if (parts.includes('start')) {
  const ready = [];
  for (let run = 0; run < 11; run++) {
    const cluster = serve('local-cluster[1,1,1g]', ['spark.ui.showConsoleProgress=true']);
    while (cluster.ready.length < 1) await new Promise(r => setTimeout(r, 20));
    await cluster.end();
    ready.push(...cluster.ready);
  }
  say('an executor process from its start to ready, with mTLS, eleven times', `${ready.map(r => `${r.toFixed(2)} s`).join(', ')}: median ${median(ready).toFixed(2)} s`);
}

const table = ['| what | measured |', '|---|---|', ...rows, ''].join('\n');
console.log(table);
if (out) writeFileSync(out, table);
