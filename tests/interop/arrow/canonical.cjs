// Any Arrow value as JSON that two implementations can be compared by. Reads the buffers themselves, not the library's
// conversions, which go through floating-point numbers.
const { Type, DateUnit, TimeUnit, IntervalUnit, Precision } = require('apache-arrow');

const hex = (bytes) => Buffer.from(bytes).toString('hex');

/** Little-endian two's complement of any width. */
function wide(words) {
  let value = 0n;
  for (let i = words.length - 1; i >= 0; i--) value = (value << 32n) | BigInt(words[i] >>> 0);
  return String(BigInt.asIntN(32 * words.length, value));
}

function floorDivide(value, by) {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** A count of some unit, as a count of 1 / perSecond. */
function rescale(value, unit, perSecond) {
  const from = [1n, 1000n, 1000000n, 1000000000n][unit];
  return String(from <= perSecond ? BigInt(value) * (perSecond / from) : floorDivide(BigInt(value), from / perSecond));
}

function float(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return String(view.getBigInt64(0));
}

/** 64-bit values come as bigints or as pairs of 32-bit words, by type. */
const long = (values, i, count) =>
  values.length === count * 2 ? BigInt.asIntN(64, (BigInt(values[2 * i + 1] >>> 0) << 32n) | BigInt(values[2 * i] >>> 0)) : BigInt(values[i]);

function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function vectorValue(vector, i) {
  for (const data of vector.data) {
    if (i < data.length) return value(data, i);
    i -= data.length;
  }
  throw new Error('index past the end');
}

function value(data, i) {
  const type = data.type;
  if (type.typeId === Type.Null || !data.getValid(i)) return null;
  const values = data.values;
  const lanes = data.length;
  switch (type.typeId) {
    case Type.Dictionary: return vectorValue(data.dictionary, Number(values[i]));
    case Type.Bool: return ((values[(data.offset + i) >> 3] >> ((data.offset + i) & 7)) & 1) === 1;
    case Type.Int: return String(values[i]);
    case Type.Float: return float(type.precision === Precision.HALF ? half(values[i]) : values[i]);
    case Type.Decimal: { const n = type.bitWidth / 32; return wide(values.subarray(n * i, n * i + n)); }
    case Type.Date: return type.unit === DateUnit.DAY ? String(values[i]) : String(floorDivide(long(values, i, lanes), 86400000n));
    case Type.Time: return rescale(type.bitWidth === 32 ? values[i] : long(values, i, lanes), type.unit, 1000000000n);
    case Type.Timestamp: case Type.Duration: return rescale(long(values, i, lanes), type.unit, 1000000n);
    case Type.Interval:
      if (type.unit === IntervalUnit.YEAR_MONTH) return String(values[i]);
      if (type.unit === IntervalUnit.DAY_TIME) return ['0', String(values[2 * i]), String(BigInt(values[2 * i + 1]) * 1000n)];
      return [String(values[4 * i]), String(values[4 * i + 1]), String(floorDivide(BigInt(wide(values.subarray(4 * i + 2, 4 * i + 4))), 1000n))];
    case Type.Utf8: case Type.LargeUtf8: case Type.Binary: case Type.LargeBinary:
      return hex(values.subarray(Number(data.valueOffsets[i]), Number(data.valueOffsets[i + 1])));
    case Type.Utf8View: case Type.BinaryView: return view(data, i);
    case Type.FixedSizeBinary: return hex(values.subarray(type.byteWidth * i, type.byteWidth * (i + 1)));
    case Type.List: case Type.LargeList: return range(data.children[0], Number(data.valueOffsets[i]), Number(data.valueOffsets[i + 1]));
    case Type.FixedSizeList: return range(data.children[0], i * type.listSize, (i + 1) * type.listSize);
    case Type.Struct: return data.children.map((child) => value(child, i));
    case Type.Map: return range(data.children[0], data.valueOffsets[i], data.valueOffsets[i + 1]);
    default: throw new Error(`no canonical form for ${type}`);
  }
}

function view(data, i) {
  const bytes = data.values;
  const header = new DataView(bytes.buffer, bytes.byteOffset + 16 * i, 16);
  const length = header.getInt32(0, true);
  if (length <= 12) return hex(bytes.subarray(16 * i + 4, 16 * i + 4 + length));
  const from = header.getInt32(12, true);
  return hex(data.variadicBuffers[header.getInt32(8, true)].subarray(from, from + length));
}

function range(child, from, to) {
  const items = [];
  for (let i = from; i < to; i++) items.push(value(child, i));
  return items;
}

/** The rows of a table or of a list of batches. */
exports.rows = (batches) => batches.flatMap((batch) =>
  Array.from({ length: batch.numRows }, (_, row) => batch.data.children.map((column) => value(column, row))));
