// Answers queries: one JSON request a line on standard input, one JSON answer a line on standard output, in order.
//   {"sql": "select …"}  ->  {"types": ["INTEGER", …], "rows": [[…], …]}  or  {"error": "…"}
// Values are written as canonical.cjs says.
'use strict';
const readline = require('node:readline');
const { DuckDBInstance } = require('@duckdb/node-api');
const { canonical } = require('./canonical.cjs');

async function answer(connection, sql) {
  try {
    const reader = await connection.runAndReadAll(sql);
    const types = reader.columnTypes();
    return { types: types.map(String), rows: reader.getRows().map(row => row.map((value, i) => canonical(value, types[i]))) };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
}

async function main() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  // Its 1.5 release answers NOT EXISTS wrongly where two inequalities correlate, unless this rewrite is off.
  await connection.run("SET disabled_optimizers = 'deliminator'");
  for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity }))
    if (line.trim() !== '') process.stdout.write(JSON.stringify(await answer(connection, JSON.parse(line).sql)) + '\n');
}

main();
