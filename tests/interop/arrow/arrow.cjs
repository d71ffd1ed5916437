const fs = require('node:fs');
const path = require('node:path');
const arrow = require('apache-arrow');
require('./codecs.cjs');
const { rows } = require('./canonical.cjs');

function read(file) {
  const reader = arrow.RecordBatchReader.from(fs.readFileSync(file)).open();
  const schema = reader.schema.fields.map((field) => `${field.name}:${field.type}`);
  const batches = [...reader];
  fs.writeFileSync(`${file}.json`, JSON.stringify({ schema, rows: rows(batches) }));
}

/** A column of that type from plain JavaScript values. */
const column = (values, type) => arrow.vectorFromArray(values, type);

function tables() {
  const { Field, Int32, Utf8, Float64 } = arrow;
  const item = (type) => new Field('item', type, true);
  const numbers = [0, 1, null, -5, 100];
  const counts = [0, 1, null, 200, 100];
  const texts = ['', 'short', null, 'a text that is longer than twelve bytes', 'héé'];
  const bytes = texts.map((text) => (text === null ? null : Buffer.from(text)));
  const longs = [0n, 1n, null, -5n, 9007199254740993n];
  return {
    integers: {
      i8: column(numbers, new arrow.Int8()), i16: column(numbers, new arrow.Int16()), i32: column(numbers, new Int32()), i64: column(longs, new arrow.Int64()),
      u8: column(counts, new arrow.Uint8()), u16: column(counts, new arrow.Uint16()), u32: column(counts, new arrow.Uint32()),
      u64: column([0n, 1n, null, 18446744073709551615n, 5n], new arrow.Uint64()),
    },
    others: {
      f32: column([0, 1.5, null, -2.25, Infinity], new arrow.Float32()), f64: column([0.1, 1.5, null, NaN, -0], new Float64()),
      bool: column([true, false, null, true, true], new arrow.Bool()), none: column([null, null, null, null, null], new arrow.Null()),
      decimal: column([new Uint32Array([1, 0, 0, 0]), new Uint32Array([0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF]), null,
        new Uint32Array([0, 0, 7, 0]), new Uint32Array([5, 0, 0, 0])], new arrow.Decimal(2, 30, 128)),
    },
    times: {
      day: column([0, 86400000, null, -86400000, 5 * 86400000], new arrow.DateDay()), milli: column([0, 86400000, null, -86400000, 0], new arrow.DateMillisecond()),
      t0: column([0, 1, null, 3600, 86399], new arrow.TimeSecond()), t1: column([0, 1, null, 3600, 86399], new arrow.TimeMillisecond()),
      t2: column([0n, 1n, null, 3600n, 86399n], new arrow.TimeMicrosecond()), t3: column([0n, 1n, null, 3600n, 86399n], new arrow.TimeNanosecond()),
      s0: column([0, 1000, null, -1000, 5000], new arrow.TimestampSecond()), s1: column([0, 1, null, -1, 5], new arrow.TimestampMillisecond('UTC')),
      s2: column([0, 1, null, -1, 5], new arrow.TimestampMicrosecond('Europe/Berlin')), s3: column([0, 1, null, -1, 5], new arrow.TimestampNanosecond()),
      d1: column([0n, 1n, null, -1n, 5n], new arrow.DurationMillisecond()), ym: column([0, 13, null, -1, 5].map((v) => v === null ? null : Int32Array.of(Math.trunc(v / 12), v % 12)), new arrow.IntervalYearMonth()),
    },
    bytes: {
      utf8: column(texts, new Utf8()), large: column(texts, new arrow.LargeUtf8()), view: column(texts, new arrow.Utf8View()),
      binary: column(bytes, new arrow.Binary()), largeBinary: column(bytes, new arrow.LargeBinary()), binaryView: column(bytes, new arrow.BinaryView()),
      fixed: column([1, 2, null, 3, 4].map((n) => n && Buffer.from([n, n, n])), new arrow.FixedSizeBinary(3)),
      coded: column(texts, new arrow.Dictionary(new Utf8(), new arrow.Int8())),
    },
    nested: {
      list: column([[], [1, null], null, [3, 4, 5], [6]], new arrow.List(item(new Int32()))),
      large: column([['x'], [null], null, [], ['long enough to leave the view']], new arrow.LargeList(item(new Utf8()))),
      fixed: column([[1, 2], [3, 4], null, [5, 6], [7, 8]], new arrow.FixedSizeList(2, item(new Int32()))),
      struct: column([{ a: 1, b: 'x' }, { a: null, b: 'y' }, null, { a: 3, b: null }, { a: 4, b: 'z' }],
        new arrow.Struct([new Field('a', new Int32(), true), new Field('b', new Utf8(), true)])),
      map: column([new Map([['k', 1]]), new Map(), null, new Map([['a', 2], ['b', null]]), new Map()],
        new arrow.Map_(new Field('entries', new arrow.Struct([new Field('key', new Utf8(), false), new Field('value', new Int32(), true)]), false))),
    },
  };
}

/** Without compression: version 21 writes the compressed length where the format has the decoded one. Polars writes both codecs. */
function write(folder) {
  for (const [name, columns] of Object.entries(tables())) {
    const table = new arrow.Table(columns);
    const expected = JSON.stringify({ rows: rows(table.batches) });
    const put = (suffix, bytes) => {
      fs.writeFileSync(path.join(folder, `${name}${suffix}`), bytes);
      fs.writeFileSync(path.join(folder, `${name}${suffix}.json`), expected);
    };
    put('.arrows', arrow.tableToIPC(table, 'stream'));
    put('.arrow', arrow.tableToIPC(table, 'file'));
  }
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'read') rest.forEach(read);
else if (command === 'write') write(rest[0]);
else throw new Error('usage: arrow.cjs read FILE... | write FOLDER');
