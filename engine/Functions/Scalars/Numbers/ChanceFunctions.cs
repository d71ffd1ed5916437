using System.Buffers.Binary;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Functions of chance. With a seed they repeat the sequence that Spark has for a partition.</summary>
internal static class ChanceFunctions
{
    public static readonly Dictionary<string, Func<Call, EvaluationContext, FunctionSite>> Table = new()
    {
        ["spark_partition_id"] = (_, context) => new FunctionSite(new PartitionKernel(context.Partition)),
        ["monotonically_increasing_id"] = (_, context) => new FunctionSite(new RowNumberKernel(new PerPartition<Counter>(context.Partition, p => new Counter((long)p << 33)))),
        ["uuid"] = (call, context) => new FunctionSite(new UuidKernel(Seeded(call, 0, context, seed => new MersenneTwister(seed)))),
        ["rand"] = (call, context) => new FunctionSite(new RandKernel(Seeded(call, 0, context, seed => new XorShift(seed)), isNormal: false)),
        ["randn"] = (call, context) => new FunctionSite(new RandKernel(Seeded(call, 0, context, seed => new XorShift(seed)), isNormal: true)),
        ["randstr"] = (call, context) => new FunctionSite(new RandomTextKernel(Seeded(call, 1, context, seed => new XorShift(seed)), (int)((Literal)call.Arguments[0]).Value!)),
        ["shuffle"] = (call, context) => new FunctionSite(new BoxedKernel<Shuffle>(call.ResultType, new Shuffle(Seeded(call, 1, context, seed => new MersenneTwister(seed))), isDeterministic: false), call.Arguments[0]),
    };

    // Where nothing has folded it, the literal stands under the cast to its parameter's type.
    private static long SeedOf(Call call, int argument) => call.Arguments.Count > argument && (call.Arguments[argument] is Cast cast ? cast.Child : call.Arguments[argument]) is Literal literal
        ? literal.Value is null ? 0 : Convert.ToInt64(literal.Value, System.Globalization.CultureInfo.InvariantCulture)
        : BitConverter.ToInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));

    private static PerPartition<T> Seeded<T>(Call call, int argument, EvaluationContext context, Func<long, T> create)
        where T : class
    {
        var seed = SeedOf(call, argument);
        return new PerPartition<T>(context.Partition, p => create(seed + p));
    }

    /// <summary>A sequence that begins anew with each partition.</summary>
    private sealed class PerPartition<T>(PartitionNumber number, Func<int, T> create)
        where T : class
    {
        private T? current;
        private int partition;

        public T Current
        {
            get
            {
                if (current is null || partition != number.Value)
                    (current, partition) = (create(number.Value), number.Value);
                return current;
            }
        }
    }

    private sealed class Counter(long first)
    {
        private long next = first;

        public long Next() => next++;
    }

    private sealed unsafe class PartitionKernel(PartitionNumber partition) : ScalarKernel
    {
        public override bool IsDeterministic => false;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(DataType.Int, lanes.Length, budget);
            for (var i = 0; i < lanes.Count; i++)
                ((int*)output.Values)[lanes[i]] = partition.Value;
            return output.Build();
        }
    }

    /// <summary>Counts the rows that it is asked for.</summary>
    private sealed unsafe class RowNumberKernel(PerPartition<Counter> numbers) : ScalarKernel
    {
        public override bool IsDeterministic => false;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(DataType.Long, lanes.Length, budget);
            var counter = numbers.Current;
            for (var i = 0; i < lanes.Count; i++)
                ((long*)output.Values)[lanes[i]] = counter.Next();
            return output.Build();
        }
    }

    /// <summary>Random identifiers of version 4.</summary>
    private sealed unsafe class UuidKernel(PerPartition<MersenneTwister> numbers) : ScalarKernel
    {
        public override bool IsDeterministic => false;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(DataType.String, lanes.Length, budget);
            var random = numbers.Current;
            Span<byte> text = stackalloc byte[36];
            Span<byte> bytes = stackalloc byte[16];
            for (var i = 0; i < lanes.Count; i++)
            {
                // Version 4 and the variant have bits of their own.
                BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)random.NextLong() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000);
                BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], ((ulong)random.NextLong() | 0x8000_0000_0000_0000) & 0xBFFF_FFFF_FFFF_FFFF);
                new Guid(bytes, bigEndian: true).TryFormat(text, out _);
                ((BytesView*)output.Values)[lanes[i]] = output.Heap.Append(text);
            }

            return output.Build();
        }
    }

    /// <summary>The next numbers of a sequence, one a row.</summary>
    private sealed unsafe class RandKernel(PerPartition<XorShift> numbers, bool isNormal) : ScalarKernel
    {
        public override bool IsDeterministic => false;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(DataType.Double, lanes.Length, budget);
            var random = numbers.Current;
            for (var i = 0; i < lanes.Count; i++)
                ((double*)output.Values)[lanes[i]] = isNormal ? random.NextGaussian() : random.NextDouble();
            return output.Build();
        }
    }

    /// <summary>Random letters and digits, a text a row.</summary>
    private sealed unsafe class RandomTextKernel(PerPartition<XorShift> numbers, int length) : ScalarKernel
    {
        private static ReadOnlySpan<byte> Letters => "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8;

        public override bool IsDeterministic => false;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(DataType.String, lanes.Length, budget);
            var random = numbers.Current;
            var text = new byte[length];
            for (var i = 0; i < lanes.Count; i++)
            {
                foreach (ref var letter in text.AsSpan())
                    letter = Letters[Math.Abs(random.Next(32) % Letters.Length)];
                ((BytesView*)output.Values)[lanes[i]] = output.Heap.Append(text);
            }

            return output.Build();
        }
    }

    /// <summary>An array's elements in an order by chance: each in turn takes a place among those before it.</summary>
    private readonly struct Shuffle(PerPartition<MersenneTwister> numbers) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var random = numbers.Current;
            var elements = (ValueList<object?>)arguments[0]!;
            var order = new int[elements.Count];
            for (var i = 0; i < order.Length; i++)
            {
                var place = random.NextBelow(i + 1);
                order[i] = order[place];
                order[place] = i;
            }

            return order.Select(i => elements[i]).ToValueList();
        }
    }
}
