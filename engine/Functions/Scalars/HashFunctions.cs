using System.Buffers.Binary;
using BitOperations = System.Numerics.BitOperations;
using Spindle.Columnar.Checksums;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars;

/// <summary>hash (Murmur3, 32 bits) and xxhash64: each operand's hash seeds the next one's; nulls leave the seed as it is.</summary>
internal static class HashFunctions
{
    private const uint Seed = 42;

    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["hash"] = call => new FunctionSite(new HashKernel<Murmur3, uint>(DataType.Int, Seed), [.. call.Arguments]),
        ["xxhash64"] = call => new FunctionSite(new HashKernel<XxHash, ulong>(DataType.Long, Seed), [.. call.Arguments]),
    };

    /// <summary>The hash of a text alone.</summary>
    public static int OfText(ReadOnlySpan<byte> text) => (int)Murmur3.Bytes(text, Seed);

    /// <summary>The Murmur3 hash of bytes with a seed.</summary>
    public static int OfBytes(ReadOnlySpan<byte> bytes, int seed) => (int)Murmur3.Bytes(bytes, (uint)seed);

    private interface IHash<T>
    {
        static abstract T Int(int value, T seed);

        static abstract T Long(long value, T seed);

        static abstract T Bytes(ReadOnlySpan<byte> value, T seed);
    }

    private readonly struct Murmur3 : IHash<uint>
    {
        public static uint Int(int value, uint seed) => Finish(Mix(seed, (uint)value), 4);

        public static uint Long(long value, uint seed) => Finish(Mix(Mix(seed, (uint)value), (uint)(value >> 32)), 8);

        /// <summary>Bytes past the last whole word are words of their own, with their sign.</summary>
        public static uint Bytes(ReadOnlySpan<byte> value, uint seed)
        {
            var aligned = value.Length & ~3;
            for (var at = 0; at < aligned; at += 4)
                seed = Mix(seed, BinaryPrimitives.ReadUInt32LittleEndian(value[at..]));
            for (var at = aligned; at < value.Length; at++)
                seed = Mix(seed, (uint)(sbyte)value[at]);
            return Finish(seed, value.Length);
        }

        private static uint Mix(uint hash, uint word) => BitOperations.RotateLeft(hash ^ (BitOperations.RotateLeft(word * 0xCC9E_2D51, 15) * 0x1B87_3593), 13) * 5 + 0xE654_6B64;

        private static uint Finish(uint hash, int length)
        {
            hash ^= (uint)length;
            hash = (hash ^ (hash >> 16)) * 0x85EB_CA6B;
            hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35;
            return hash ^ (hash >> 16);
        }
    }

    private readonly struct XxHash : IHash<ulong>
    {
        public static ulong Int(int value, ulong seed)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            return XxHash64.Hash(bytes, seed);
        }

        public static ulong Long(long value, ulong seed)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            return XxHash64.Hash(bytes, seed);
        }

        public static ulong Bytes(ReadOnlySpan<byte> value, ulong seed) => XxHash64.Hash(value, seed);
    }

    private sealed unsafe class HashKernel<THash, T>(DataType type, T seed) : ScalarKernel where THash : struct, IHash<T> where T : unmanaged
    {
        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(type, lanes.Length, budget);
            var hashes = (T*)output.Values;
            for (var i = 0; i < lanes.Count; i++)
                hashes[lanes[i]] = seed;
            foreach (var operand in operands)
                Add(operand, lanes, hashes);
            return output.Build();
        }

        /// <summary>Hashes an operand's lanes into those of the operands before it.</summary>
        private static void Add(Vector operand, LaneSet lanes, T* hashes)
        {
            switch (operand)
            {
                case FlatVector { Validity: null, Physical: PhysicalType.Int64, Type: not DecimalType } flat:
                    for (var i = 0; i < lanes.Count; i++)
                        hashes[lanes[i]] = THash.Long(((long*)flat.Values)[lanes[i]], hashes[lanes[i]]);
                    break;
                case FlatVector { Validity: null, Physical: PhysicalType.Int32 } flat:
                    for (var i = 0; i < lanes.Count; i++)
                        hashes[lanes[i]] = THash.Int(((int*)flat.Values)[lanes[i]], hashes[lanes[i]]);
                    break;
                default:
                    for (var i = 0; i < lanes.Count; i++)
                        hashes[lanes[i]] = Hash(operand, lanes[i], hashes[lanes[i]]);
                    break;
            }
        }

        private static T Hash(Vector vector, int lane, T hash)
        {
            switch (vector)
            {
                case ConstantVector constant:
                    return Hash(constant.Value, 0, hash);
                case DictionaryVector dictionary:
                    return Hash(dictionary.Dictionary, dictionary.Indices[lane], hash);
                case RunVector run:
                    return Hash(run.Values, run.RunOf(lane), hash);
            }
            if (vector.IsNull(lane))
                return hash;
            switch (vector)
            {
                case ListVector list:
                    for (var i = 0; i < list.Sizes[lane]; i++)
                        hash = Hash(list.Elements, list.Offsets[lane] + i, hash);
                    return hash;
                case StructVector structs:
                    foreach (var child in structs.Children)
                        hash = Hash(child, lane, hash);
                    return hash;
                default:
                    return Atom((FlatVector)vector, lane, hash);
            }
        }

        private static T Atom(FlatVector flat, int lane, T hash)
        {
            if (flat.Type is DecimalType type)
                return Decimal(new DecimalOperand(flat)[lane], type, hash);
            switch (flat.Physical)
            {
                case PhysicalType.Boolean:
                    return THash.Int(Bits.Get(flat.Values, lane) ? 1 : 0, hash);
                case PhysicalType.Int8:
                    return THash.Int(((sbyte*)flat.Values)[lane], hash);
                case PhysicalType.Int16:
                    return THash.Int(((short*)flat.Values)[lane], hash);
                case PhysicalType.Int32:
                    return THash.Int(((int*)flat.Values)[lane], hash);
                case PhysicalType.Int64:
                    return THash.Long(((long*)flat.Values)[lane], hash);
                case PhysicalType.Float32:
                    var single = ((float*)flat.Values)[lane];
                    return THash.Int(float.IsNaN(single) ? 0x7FC0_0000 : BitConverter.SingleToInt32Bits(single == 0 ? 0 : single), hash);
                case PhysicalType.Float64:
                    var number = ((double*)flat.Values)[lane];
                    return THash.Long(double.IsNaN(number) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number), hash);
                case PhysicalType.Bytes:
                    return THash.Bytes(BytesView.Span((BytesView*)flat.Values + lane), hash);
                case PhysicalType.Interval:
                    var interval = ((CalendarInterval*)flat.Values)[lane];
                    return THash.Int(interval.Months, THash.Int(interval.Days, THash.Long(interval.Microseconds, hash)));
                default:
                    return hash;
            }
        }

        /// <summary>Up to 18 digits as a long, past that the shortest big-endian two's complement bytes.</summary>
        private static T Decimal(Int128 value, DecimalType type, T hash)
        {
            if (type.Precision <= Decimal64.MaxPrecision)
                return THash.Long((long)value, hash);
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteInt128BigEndian(bytes, value);
            while (bytes.Length > 1 && bytes[0] == (bytes[1] < 0x80 ? 0 : 0xFF))
                bytes = bytes[1..];
            return THash.Bytes(bytes, hash);
        }
    }
}
