const fs = require('fs');
const path = require('path');
const { DuckDBInstance, DuckDBTypeId: Id } = require('@duckdb/node-api');

/** A SQL expression that gives a value of a type as JSON in the common form. */
function canonical(sql, type, depth = 0) {
  const e = `e${depth}`;
  const text = (expression) => `to_json(${expression})`;
  switch (type.typeId) {
    case Id.FLOAT: case Id.DOUBLE: return text(`'#' || (${sql})::DOUBLE::VARCHAR`);
    case Id.VARCHAR: case Id.ENUM: return text(`lower(hex(encode((${sql})::VARCHAR)))`);
    case Id.UUID: return text(`lower(hex(encode((${sql})::VARCHAR)))`);
    case Id.BLOB: return text(`lower(hex(${sql}))`);
    case Id.DATE: return text(`((${sql}) - DATE '1970-01-01')::VARCHAR`);
    case Id.TIME: return text(`(epoch_us(${sql}) * 1000)::VARCHAR`);
    case Id.TIMESTAMP: case Id.TIMESTAMP_TZ: case Id.TIMESTAMP_S: case Id.TIMESTAMP_MS: case Id.TIMESTAMP_NS: return text(`epoch_us(${sql})::VARCHAR`);
    case Id.LIST: return `to_json(list_transform(${sql}, lambda ${e}: ${canonical(e, type.valueType, depth + 1)}))`;
    case Id.MAP: return `to_json(list_transform(map_entries(${sql}), lambda ${e}: json_array(${canonical(`${e}.key`, type.keyType, depth + 1)}, ${canonical(`${e}.value`, type.valueType, depth + 1)})))`;
    case Id.STRUCT: {
      const fields = type.entryNames.map((name, i) => canonical(`(${sql})."${name}"`, type.entryTypes[i], depth + 1));
      return `CASE WHEN (${sql}) IS NULL THEN NULL ELSE json_array(${fields.join(', ')}) END`;
    }
    default: return text(`(${sql})::VARCHAR`);
  }
}

/** Floating-point numbers come as text behind a mark, and go as their bits. */
function bits(value) {
  if (Array.isArray(value)) return value.map(bits);
  if (typeof value !== 'string' || value[0] !== '#') return value;
  const number = { 'nan': NaN, '-nan': NaN, 'inf': Infinity, '-inf': -Infinity }[value.slice(1)] ?? Number(value.slice(1));
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return `#${view.getBigUint64(0).toString(16)}`;
}

async function rows(connection, source) {
  const result = await connection.runAndReadAll(`SELECT * FROM ${source} LIMIT 0`);
  const columns = result.columnNames().map((name, i) => canonical(`"${name}"`, result.columnTypes()[i]));
  const read = await connection.runAndReadAll(`SELECT json_array(${columns.join(', ')})::VARCHAR FROM ${source}`);
  return read.getRows().map((row) => bits(JSON.parse(row[0])));
}

async function main([verb, ...args]) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  if (verb === 'read') {
    for (const file of args) {
      // A value that a filter finds by statistics must be found: compare with and without them.
      const count = await connection.runAndReadAll(`SELECT count(*) FROM read_parquet('${file}')`);
      const all = await rows(connection, `read_parquet('${file}')`);
      if (BigInt(all.length) !== count.getRows()[0][0]) throw new Error(`${file}: ${all.length} rows`);
      fs.writeFileSync(`${file}.json`, JSON.stringify(all));
    }
    return;
  }

  await connection.run(`CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')`);
  await connection.run(`CREATE TABLE t AS SELECT
    CASE WHEN i % 7 > 0 THEN i % 2 = 0 END AS b, (i % 200 - 100)::TINYINT AS i8, (i * 31 % 60000 - 30000)::SMALLINT AS i16, CASE WHEN i % 5 > 0 THEN (i * 7919)::INTEGER END AS i32,
    (i::BIGINT * 123456789012 - 5)::BIGINT AS i64, (i % 256)::UTINYINT AS u8, (i % 65536)::USMALLINT AS u16, (i * 2147483 % 4294967296)::UINTEGER AS u32, (18446744073709551615 - i)::UBIGINT AS u64,
    CASE WHEN i % 11 = 0 THEN 'nan'::FLOAT ELSE (i / 7)::FLOAT END AS f, CASE WHEN i % 13 = 0 THEN '-inf'::DOUBLE WHEN i % 3 > 0 THEN sqrt(i) END AS d,
    (i * 3.25)::DECIMAL(9, 2) AS d9, (i * 1234567.125)::DECIMAL(18, 3) AS d18, (i * 12345678901234567.5)::DECIMAL(38, 5) AS d38,
    CASE WHEN i % 4 > 0 THEN 'name-' || (i % 17) END AS dict, md5(i::VARCHAR) || repeat('å', (i % 9)::INTEGER) AS s, encode('bytes' || i) AS blob,
    DATE '1900-01-01' + (i * 13)::INTEGER AS date, TIME '00:00:00' + to_microseconds(i * 1000003) AS t, TIMESTAMP '1960-01-01' + to_microseconds(i * 86400000017) AS ts,
    (TIMESTAMP '1960-01-01' + to_microseconds(i * 86400000017))::TIMESTAMPTZ AS tz, (TIMESTAMP '1970-01-02' + to_seconds(i))::TIMESTAMP_MS AS ms, (TIMESTAMP '1970-01-02' + to_microseconds(i * 999))::TIMESTAMP_NS AS ns,
    ('00000000-0000-4000-8000-' || lpad(i::VARCHAR, 12, '0'))::UUID AS uuid, (CASE i % 3 WHEN 0 THEN 'sad' WHEN 1 THEN 'ok' ELSE 'happy' END)::mood AS mood,
    CASE WHEN i % 6 > 0 THEN list_transform(range(i % 4), lambda x: CASE WHEN x <> 1 THEN x * i END) END AS list, CASE WHEN i % 8 > 0 THEN [[i, NULL], [], NULL] END AS lists,
    {'a': i, 'b': CASE WHEN i % 3 > 0 THEN {'c': 'x' || i, 'd': [i]} END} AS st, CASE WHEN i % 5 > 0 THEN MAP {'k' || i: i, 'z': NULL} END AS m
    FROM range(3000) r(i)`);
  const folder = args[0];
  for (const version of ['V1', 'V2'])
    for (const codec of ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4', 'lz4_raw']) {
      for (const [name, extra] of [['plain', ', DICTIONARY_SIZE_LIMIT 0'], ['dictionary', '']]) {
        const file = path.join(folder, `${codec}-${version}-${name}.parquet`);
        await connection.run(`COPY t TO '${file}' (FORMAT parquet, COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048${extra})`);
      }
    }
  fs.writeFileSync(path.join(folder, 'rows.json'), JSON.stringify(await rows(connection, 't')));
}

main(process.argv.slice(2)).catch((error) => { console.error(error); process.exit(1); });
