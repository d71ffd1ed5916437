using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Sorting;

/// <summary>Compares rows by one sort key, in full. Rows may lie in different batches.</summary>
internal abstract unsafe class KeyOrder(bool descending, bool nullsFirst)
{
    public bool Descending => descending;

    public bool NullsFirst => nullsFirst;

    public static KeyOrder Create(DataType type, bool descending, bool nullsFirst) => type.Physical switch
    {
        PhysicalType.Null => new NullOrder(descending, nullsFirst),
        PhysicalType.Boolean => new BooleanOrder(descending, nullsFirst),
        PhysicalType.Int8 => new ValueOrder<sbyte>(descending, nullsFirst),
        PhysicalType.Int16 => new ValueOrder<short>(descending, nullsFirst),
        PhysicalType.Int32 => new ValueOrder<int>(descending, nullsFirst),
        PhysicalType.Int64 => new ValueOrder<long>(descending, nullsFirst),
        PhysicalType.Int128 => new WideOrder(descending, nullsFirst),
        PhysicalType.Float32 => new FloatOrder(descending, nullsFirst),
        PhysicalType.Float64 => new DoubleOrder(descending, nullsFirst),
        PhysicalType.Bytes => new BytesOrder(descending, nullsFirst),
        _ => new NestedOrder(descending, nullsFirst),
    };

    public int Compare(in ColumnView left, int leftRow, in ColumnView right, int rightRow)
    {
        var (leftNull, rightNull) = (left.IsNull(leftRow), right.IsNull(rightRow));
        if (leftNull || rightNull)
            return leftNull == rightNull ? 0 : leftNull == nullsFirst ? -1 : 1;
        var order = Values(left, left.Position(leftRow), right, right.Position(rightRow));
        return descending ? -order : order;
    }

    /// <summary>-1, 0 or 1; never another number, so that its sign can be turned.</summary>
    protected abstract int Values(in ColumnView left, int leftPosition, in ColumnView right, int rightPosition);

    private sealed class NullOrder(bool descending, bool nullsFirst) : KeyOrder(descending, nullsFirst)
    {
        protected override int Values(in ColumnView left, int leftPosition, in ColumnView right, int rightPosition) => throw new UnreachableException("a void column has no values");
    }

    private sealed class ValueOrder<T>(bool descending, bool nullsFirst) : KeyOrder(descending, nullsFirst)
        where T : unmanaged, IComparable<T>
    {
        protected override int Values(in ColumnView left, int leftPosition, in ColumnView right, int rightPosition) =>
            Math.Sign(((T*)left.Values)[leftPosition].CompareTo(((T*)right.Values)[rightPosition]));
    }

    private sealed class BooleanOrder(bool descending, bool nullsFirst) : KeyOrder(descending, nullsFirst)
    {
        protected override int Values(in ColumnView left, int leftPosition, in ColumnView right, int rightPosition) =>
            (Bits.Get(left.Values, leftPosition) ? 1 : 0) - (Bits.Get(right.Values, rightPosition) ? 1 : 0);
    }

    private sealed class WideOrder(bool descending, bool nullsFirst) : KeyOrder(descending, nullsFirst)
    {
        protected override int Values(in ColumnView left, int leftPosition, in ColumnView right, int rightPosition) =>
            Load(left, leftPosition).CompareTo(Load(right, rightPosition));

        private static Int128 Load(in ColumnView column, int position) =>
            column.Physical == PhysicalType.Int64 ? ((long*)column.Values)[position] : ((Int128*)column.Values)[position];
    }

    private sealed class FloatOrder(bool descending, bool nullsFirst) : KeyOrder(descending, nullsFirst)
    {
        protected override int Values(in ColumnView left, int leftPosition, in ColumnView right, int rightPosition) =>
            Reals(((float*)left.Values)[leftPosition], ((float*)right.Values)[rightPosition]);
    }

    private sealed class DoubleOrder(bool descending, bool nullsFirst) : KeyOrder(descending, nullsFirst)
    {
        protected override int Values(in ColumnView left, int leftPosition, in ColumnView right, int rightPosition) =>
            Reals(((double*)left.Values)[leftPosition], ((double*)right.Values)[rightPosition]);
    }

    private sealed class BytesOrder(bool descending, bool nullsFirst) : KeyOrder(descending, nullsFirst)
    {
        protected override int Values(in ColumnView left, int leftPosition, in ColumnView right, int rightPosition) =>
            Math.Sign(BytesView.Compare((BytesView*)left.Values + leftPosition, (BytesView*)right.Values + rightPosition));
    }

    private sealed class NestedOrder(bool descending, bool nullsFirst) : KeyOrder(descending, nullsFirst)
    {
        protected override int Values(in ColumnView left, int leftPosition, in ColumnView right, int rightPosition) =>
            Math.Sign(Functions.Scalars.Nested.BoxedOrder.Instance.Compare(left.Plain.Read(leftPosition), right.Plain.Read(rightPosition)));
    }

    // NaN is above every number and equal to itself.
    private static int Reals(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : double.IsNaN(left) ? (double.IsNaN(right) ? 0 : 1) : -1;
}
