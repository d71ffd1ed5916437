using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>Three-valued logic over plain boolean vectors, 64 lanes at a time.</summary>
public static unsafe class BooleanKernel
{
    /// <summary>The value of a lane, whatever its validity; false for an untyped null.</summary>
    public static bool Value(Vector vector, int lane)
    {
        var flat = Operands.Flat(vector);
        return flat.Physical != PhysicalType.Null && Bits.Get(flat.Values, vector.Form == VectorForm.Constant ? 0 : lane);
    }

    /// <summary>AND: false where one side is false, else null where one is null. A side's lane is not read where the other side's is false.</summary>
    public static FlatVector And(Vector left, Vector right, MemoryBudget budget) => Combine(left, right, isAnd: true, budget);

    /// <summary>OR: true where one side is true, else null where one is null.</summary>
    public static FlatVector Or(Vector left, Vector right, MemoryBudget budget) => Combine(left, right, isAnd: false, budget);

    public static Vector Not(Vector child, MemoryBudget budget)
    {
        if (child is ConstantVector constant)
            return new ConstantVector(Not(constant.Value, budget), child.Length);
        var flat = (FlatVector)child;
        if (flat.Physical == PhysicalType.Null)
            return flat.Retain();
        using var output = new FlatOutput(DataType.Boolean, child.Length, budget);
        output.NullWhereAny(child);
        var words = (child.Length + 63) / 64;
        for (var i = 0; i < words; i++)
            ((ulong*)output.Values)[i] = ~((ulong*)flat.Values)[i] & (i == words - 1 ? Bitmaps.TailMask(child.Length) : ulong.MaxValue);
        return output.Build();
    }

    /// <summary>Whether each lane is null, or is not where <paramref name="wanted"/> is false. Any plain vector.</summary>
    public static FlatVector IsNull(Vector child, bool wanted, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.Boolean, child.Length, budget);
        var words = (child.Length + 63) / 64;
        var bits = child.Form == VectorForm.Constant ? null : Validities.Of(child);
        var constant = child.Form == VectorForm.Constant ? (child.MayHaveNulls ? ulong.MaxValue : 0) : child.Physical == PhysicalType.Null ? ulong.MaxValue : 0;
        for (var i = 0; i < words; i++)
        {
            var nulls = bits == null ? constant : ~((ulong*)bits)[i];
            ((ulong*)output.Values)[i] = (wanted ? nulls : ~nulls) & (i == words - 1 ? Bitmaps.TailMask(child.Length) : ulong.MaxValue);
        }
        return output.Build();
    }

    private static FlatVector Combine(Vector left, Vector right, bool isAnd, MemoryBudget budget)
    {
        var length = left.Length;
        using var output = new FlatOutput(DataType.Boolean, length, budget);
        var (l, r) = (new BooleanWords(left), new BooleanWords(right));
        var nullable = left.MayHaveNulls || right.MayHaveNulls;
        var validity = nullable ? budget.Allocate(Bits.BytesFor(length)) : null;
        output.TakeOver(validity);
        var words = (length + 63) / 64;
        var nulls = 0UL;
        for (var i = 0; i < words; i++)
        {
            var (lv, rv) = (l.Valid(i), r.Valid(i));
            var (lt, rt) = (l.Value(i) & lv, r.Value(i) & rv);
            var tail = i == words - 1 ? Bitmaps.TailMask(length) : ulong.MaxValue;
            ((ulong*)output.Values)[i] = (isAnd ? lt & rt : lt | rt) & tail;
            if (!nullable)
                continue;
            var valid = (lv & rv) | (isAnd ? (lv & ~lt) | (rv & ~rt) : lt | rt);
            ((ulong*)output.Validity)[i] = valid & tail;
            nulls |= ~valid & tail;
        }
        if (nullable && nulls == 0)
            output.TakeOver(null);
        return output.Build();
    }

    private readonly struct BooleanWords
    {
        private readonly byte* values;
        private readonly byte* validity;
        private readonly ulong constant;
        private readonly ulong constantValid;
        private readonly bool isConstant;

        public BooleanWords(Vector vector)
        {
            var flat = Operands.Flat(vector);
            isConstant = vector.Form == VectorForm.Constant || flat.Physical == PhysicalType.Null;
            constantValid = vector.IsNull(0) ? 0 : ulong.MaxValue;
            constant = isConstant && flat.Physical != PhysicalType.Null && Bits.Get(flat.Values, 0) ? ulong.MaxValue : 0;
            values = flat.Values;
            validity = flat.Validity;
        }

        public ulong Value(int word) => isConstant ? constant : ((ulong*)values)[word];

        public ulong Valid(int word) => isConstant ? constantValid : Bitmaps.Word(validity, word);
    }
}
