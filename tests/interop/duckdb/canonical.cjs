// Any DuckDB value as plain JSON: exact numbers as "n:1.5" without trailing zeros, text as "s:…", dates "d:days", timestamps "t:micros",
// bytes "x:hex", booleans "b:true"; doubles as JSON numbers (or {"f":"NaN"}), lists {"l":[…]}, structs {"r":[…]}, maps {"m":[[k,v],…]}.
'use strict';
const { DuckDBTypeId: T } = require('@duckdb/node-api');

function decimal(value, scale) {
  let digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  let text = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : digits.slice(digits.length - scale).replace(/0+$/, '');
  if (fraction !== '') text += '.' + fraction;
  return 'n:' + (value < 0n ? '-' : '') + text;
}

function double(value) {
  return Number.isFinite(value) ? (Object.is(value, -0) ? 0 : value) : { f: String(value) };
}

function canonical(value, type) {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case T.BOOLEAN: return 'b:' + value;
    case T.TINYINT: case T.SMALLINT: case T.INTEGER: case T.BIGINT: case T.HUGEINT:
    case T.UTINYINT: case T.USMALLINT: case T.UINTEGER: case T.UBIGINT: case T.UHUGEINT: return 'n:' + value;
    case T.DECIMAL: return decimal(value.value, type.scale);
    case T.FLOAT: case T.DOUBLE: return double(value);
    case T.VARCHAR: return 's:' + value;
    case T.DATE: return 'd:' + value.days;
    case T.TIMESTAMP: case T.TIMESTAMP_TZ: return 't:' + value.micros;
    case T.BLOB: return 'x:' + Buffer.from(value.bytes).toString('hex');
    case T.LIST: case T.ARRAY: return { l: value.items.map(item => canonical(item, type.valueType)) };
    case T.STRUCT: return { r: type.entryNames.map((name, i) => canonical(value.entries[name], type.entryTypes[i])) };
    case T.MAP: return { m: value.entries.map(e => [canonical(e.key, type.keyType), canonical(e.value, type.valueType)]) };
    case T.SQLNULL: return null;
    default: throw new Error('no canonical form of ' + type);
  }
}

module.exports = { canonical };
