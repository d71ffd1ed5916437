using System.Buffers.Binary;
using BitOperations = System.Numerics.BitOperations;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Functions of chance. With a seed they repeat the sequence that Spark has for a partition.</summary>
internal static class ChanceFunctions
{
    public static readonly Dictionary<string, Func<Call, EvaluationContext, FunctionSite>> Table = new()
    {
        ["spark_partition_id"] = (_, context) => new FunctionSite(new PartitionKernel(context.Partition)),
        ["monotonically_increasing_id"] = (_, context) => new FunctionSite(new RowNumberKernel((long)context.Partition << 33)),
        ["uuid"] = (call, _) => new FunctionSite(new UuidKernel()),
        ["rand"] = (call, context) => new FunctionSite(new RandKernel(SeedOf(call) + context.Partition)),
    };

    private static long SeedOf(Call call) => call.Arguments.Count > 0 && call.Arguments[0] is Literal literal
        ? literal.Value is null ? 0 : Convert.ToInt64(literal.Value, System.Globalization.CultureInfo.InvariantCulture)
        : BitConverter.ToInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));

    private sealed unsafe class PartitionKernel(int partition) : ScalarKernel
    {
        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(DataType.Int, lanes.Length, budget);
            for (var i = 0; i < lanes.Count; i++)
                ((int*)output.Values)[lanes[i]] = partition;
            return output.Build();
        }
    }

    /// <summary>Counts the rows that it is asked for.</summary>
    private sealed unsafe class RowNumberKernel(long first) : ScalarKernel
    {
        private long next = first;

        public override bool IsDeterministic => false;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(DataType.Long, lanes.Length, budget);
            for (var i = 0; i < lanes.Count; i++)
                ((long*)output.Values)[lanes[i]] = next++;
            return output.Build();
        }
    }

    /// <summary>Random identifiers of version 4.</summary>
    private sealed unsafe class UuidKernel : ScalarKernel
    {
        public override bool IsDeterministic => false;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(DataType.String, lanes.Length, budget);
            Span<byte> text = stackalloc byte[36];
            for (var i = 0; i < lanes.Count; i++)
            {
                Guid.NewGuid().TryFormat(text, out _);
                ((BytesView*)output.Values)[lanes[i]] = output.Heap.Append(text);
            }
            return output.Build();
        }
    }

    /// <summary>The next numbers of a sequence, one a row.</summary>
    private sealed unsafe class RandKernel(long seed) : ScalarKernel
    {
        private ulong state = Scramble(seed);

        public override bool IsDeterministic => false;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(DataType.Double, lanes.Length, budget);
            for (var i = 0; i < lanes.Count; i++)
                ((double*)output.Values)[lanes[i]] = (((long)Next(26) << 27) + Next(27)) * (1.0 / (1L << 53));
            return output.Build();
        }

        private int Next(int bits)
        {
            state ^= state << 21;
            state ^= state >> 35;
            state ^= state << 4;
            return (int)(state & ((1UL << bits) - 1));
        }

        private static ulong Scramble(long seed)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, seed);
            var low = Murmur3(bytes, 0x3C07_4A61);
            var high = Murmur3(bytes, low);
            return ((ulong)high << 32) | low;
        }

        private static uint Murmur3(ReadOnlySpan<byte> bytes, uint seed)
        {
            var hash = seed;
            for (var at = 0; at + 4 <= bytes.Length; at += 4)
            {
                var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) * 0xCC9E_2D51;
                hash ^= BitOperations.RotateLeft(word, 15) * 0x1B87_3593;
                hash = BitOperations.RotateLeft(hash, 13) * 5 + 0xE654_6B64;
            }
            hash ^= (uint)bytes.Length;
            hash = (hash ^ (hash >> 16)) * 0x85EB_CA6B;
            hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35;
            return hash ^ (hash >> 16);
        }
    }
}
