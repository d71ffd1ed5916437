const fs = require('fs');

const hex = (text) => Buffer.from(text, 'utf8').toString('hex');

/** Values of the types that the tests hand to this reader, in the common form. */
function canonical(value) {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(canonical);
  if (value instanceof Date) return `t${value.getTime()}`;
  if (typeof value === 'string') return hex(value);
  if (typeof value === 'object') return Object.values(value).map(canonical);
  return String(value);
}

async function main(files) {
  // A module is not looked for under NODE_PATH by import, so that its place is found by require first.
  const { pathToFileURL } = require('url');
  const { asyncBufferFromFile, parquetReadObjects } = await import(pathToFileURL(require.resolve('hyparquet')));
  for (const file of files) {
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
    fs.writeFileSync(`${file}.json`, JSON.stringify(rows.map((row) => Object.values(row).map(canonical))));
  }
}

main(process.argv.slice(2)).catch((error) => { console.error(error); process.exit(1); });
