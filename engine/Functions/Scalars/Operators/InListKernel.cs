using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Operators;

/// <summary>value IN (constants): null where the value is null, or where it is not found and the list has a null.</summary>
internal abstract unsafe class InListKernel : ScalarKernel
{
    private readonly bool hasNull;

    private InListKernel(bool hasNull) => this.hasNull = hasNull;

    public override bool IsCheap => true;

    public static InListKernel Create(DataType type, object?[] items)
    {
        var values = items.Where(i => i is not null).Select(i => i!).ToArray();
        var hasNull = values.Length < items.Length;
        return type.Physical switch
        {
            PhysicalType.Int8 or PhysicalType.Int16 or PhysicalType.Int32 or PhysicalType.Int64 =>
                new Integers([.. values.Select(v => v is Int128 wide ? (long)wide : Convert.ToInt64(v, System.Globalization.CultureInfo.InvariantCulture))], hasNull),
            PhysicalType.Bytes => new Strings([.. values.Cast<ByteString>()], hasNull),
            _ => new Others(type, values, hasNull),
        };
    }

    public sealed override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var value = operands[0];
        using var output = new FlatOutput(DataType.Boolean, lanes.Length, budget);
        output.NullWhereAny(value);
        if (value.Physical != PhysicalType.Null)
            Find(value, lanes, output.Values, budget);
        if (hasNull)
            for (var i = 0; i < lanes.Count; i++)
                if (!Bits.Get(output.Values, lanes[i]))
                    output.SetNull(lanes[i]);
        return output.Build();
    }

    /// <summary>Sets the bits of the lanes whose value is in the list; null lanes do not matter.</summary>
    protected abstract void Find(Vector value, LaneSet lanes, byte* bits, MemoryBudget budget);

    private sealed class Integers : InListKernel
    {
        private const int Linear = 6;
        private const int MaxBitmap = 1 << 16;

        private readonly long[] items;
        private readonly HashSet<long>? set;
        private readonly ulong[]? bitmap;
        private readonly long lowest;

        public Integers(long[] items, bool hasNull) : base(hasNull)
        {
            this.items = items;
            if (items.Length <= Linear)
                return;
            lowest = items.Min();
            var range = (UInt128)((Int128)items.Max() - lowest);
            if (range >= MaxBitmap)
            {
                set = [.. items];
                return;
            }
            bitmap = new ulong[(int)range / 64 + 1];
            foreach (var item in items)
                bitmap[(item - lowest) >> 6] |= 1UL << (int)((item - lowest) & 63);
        }

        protected override void Find(Vector value, LaneSet lanes, byte* bits, MemoryBudget budget)
        {
            switch (value.Physical.Width())
            {
                case 1:
                    Find(new Operand<sbyte>(value), lanes, bits);
                    break;
                case 2:
                    Find(new Operand<short>(value), lanes, bits);
                    break;
                case 4:
                    Find(new Operand<int>(value), lanes, bits);
                    break;
                default:
                    Find(new Operand<long>(value), lanes, bits);
                    break;
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void Find<T>(Operand<T> value, LaneSet lanes, byte* bits) where T : unmanaged, System.Numerics.IBinaryInteger<T>
        {
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (Contains(long.CreateTruncating(value[lane])))
                    Bits.Set(bits, lane);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool Contains(long value)
        {
            if (bitmap is not null)
            {
                var offset = (ulong)unchecked(value - lowest);
                return offset >> 6 < (ulong)bitmap.Length && (bitmap[offset >> 6] >> (int)(offset & 63) & 1) != 0;
            }
            if (set is not null)
                return set.Contains(value);
            foreach (var item in items)
                if (item == value)
                    return true;
            return false;
        }
    }

    private sealed class Strings(ByteString[] items, bool hasNull) : InListKernel(hasNull)
    {
        // Past a handful, first the length and then a hash tell which items are worth comparing.
        private readonly HashSet<ByteString>.AlternateLookup<ReadOnlySpan<byte>> lookup = new HashSet<ByteString>(items, ByteStringComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

        protected override void Find(Vector value, LaneSet lanes, byte* bits, MemoryBudget budget)
        {
            var views = new Operand<BytesView>(value);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (items.Length <= 8 ? Scan(BytesView.Span(views.At(lane))) : lookup.Contains(BytesView.Span(views.At(lane))))
                    Bits.Set(bits, lane);
            }
        }

        private bool Scan(ReadOnlySpan<byte> value)
        {
            foreach (var item in items)
                if (item.Length == value.Length && item.Span.SequenceEqual(value))
                    return true;
            return false;
        }
    }

    /// <summary>Floating-point numbers (NaN is in a list with NaN), long decimals, booleans, intervals and nested values.</summary>
    private sealed class Others(DataType type, object[] items, bool hasNull) : InListKernel(hasNull)
    {
        protected override void Find(Vector value, LaneSet lanes, byte* bits, MemoryBudget budget)
        {
            foreach (var item in items)
            {
                var single = ConstantNode.Single(item, type, budget);
                for (var i = 0; i < lanes.Count; i++)
                {
                    var lane = lanes[i];
                    if (!value.IsNull(lane) && LaneComparer.Compare(value, lane, single, 0) == 0)
                        Bits.Set(bits, lane);
                }
                single.Release();
            }
        }
    }

    private sealed class ByteStringComparer : IEqualityComparer<ByteString>, IAlternateEqualityComparer<ReadOnlySpan<byte>, ByteString>
    {
        public static readonly ByteStringComparer Instance = new();

        public bool Equals(ByteString left, ByteString right) => left.Equals(right);

        public int GetHashCode(ByteString value) => GetHashCode(value.Span);

        public bool Equals(ReadOnlySpan<byte> alternate, ByteString other) => other.Span.SequenceEqual(alternate);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public ByteString Create(ReadOnlySpan<byte> alternate) => ByteString.Of(alternate);
    }
}
