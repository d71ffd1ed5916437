using System.Diagnostics;
using System.Numerics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Execution.Windows;

/// <summary>The rows [Start, End) of each row's frame.</summary>
internal sealed class WindowFrames
{
    /// <param name="pages">The order keys of the partition that the block is a page of; null where the block has whole partitions.</param>
    public WindowFrames(WindowCall call, WindowBlock block, EvaluationContext context, PagedKeys? pages = null)
    {
        var frame = call.Frame ?? throw new UnreachableException("analysis gives every window call its frame");
        Start = new int[block.Rows];
        End = new int[block.Rows];
        if (frame.Unit == FrameUnit.Rows)
            ByRows(frame, block, context);
        else
            ByRange(frame, call.OrderBy, block, context, pages);
        for (var row = 0; row < block.Rows; row++)
            End[row] = Math.Max(Start[row], End[row]);
        FromPartitionStart = frame.Start.Kind == FrameBoundKind.UnboundedPreceding;
        ToPartitionEnd = frame.End.Kind == FrameBoundKind.UnboundedFollowing;
    }

    public int[] Start { get; }

    public int[] End { get; }

    public bool FromPartitionStart { get; }

    public bool ToPartitionEnd { get; }

    private static long Offset(FrameBound bound, EvaluationContext context) =>
        bound.Offset is { } offset ? Convert.ToInt64(Constant.Of(offset, context), System.Globalization.CultureInfo.InvariantCulture) : 0;

    private void ByRows(WindowFrame frame, WindowBlock block, EvaluationContext context)
    {
        var (before, after) = (Offset(frame.Start, context), Offset(frame.End, context));
        for (var row = 0; row < block.Rows; row++)
        {
            var (low, high) = (block.PartitionStart[row], block.PartitionEnd[row]);
            Start[row] = (int)Math.Clamp(Place(frame.Start, before, row, low, high), low, high);
            End[row] = (int)Math.Clamp(Place(frame.End, after, row, low - 1L, high - 1L) + 1, low, high);
        }
    }

    private static long Place(FrameBound bound, long offset, int row, long first, long last) => bound.Kind switch
    {
        FrameBoundKind.UnboundedPreceding => first,
        FrameBoundKind.Preceding => row - offset,
        FrameBoundKind.CurrentRow => row,
        FrameBoundKind.Following => offset > int.MaxValue ? int.MaxValue : row + offset,
        _ => last,
    };

    private void ByRange(WindowFrame frame, ValueList<SortKey> order, WindowBlock block, EvaluationContext context, PagedKeys? pages)
    {
        Bound(frame.Start, order, block, context, pages, Start, isStart: true);
        Bound(frame.End, order, block, context, pages, End, isStart: false);
    }

    private static void Bound(FrameBound bound, ValueList<SortKey> order, WindowBlock block, EvaluationContext context, PagedKeys? pages, int[] target, bool isStart)
    {
        var fixedBound = bound.Kind switch
        {
            FrameBoundKind.UnboundedPreceding => block.PartitionStart,
            FrameBoundKind.UnboundedFollowing => block.PartitionEnd,
            FrameBoundKind.CurrentRow => isStart ? block.PeerStart : block.PeerEnd,
            _ => null,
        };
        if (fixedBound is not null)
        {
            fixedBound.CopyTo(target, 0);
            return;
        }

        using var evaluator = ExpressionEvaluator.Compile(order[0].Expression, context);
        var keys = evaluator.Evaluate(block.Batch);
        try
        {
            var offset = Constant.Of(bound.Offset!, context);
            // Backwards in the order is towards smaller keys where it rises and towards larger ones where it falls.
            var negative = bound.Kind == FrameBoundKind.Preceding != order[0].Descending;
            if (keys.Type is FloatType or DoubleType)
            {
                var step = (negative ? -1 : 1) * Convert.ToDouble(offset, System.Globalization.CultureInfo.InvariantCulture);
                Search(FrameKeys.Real(keys, order[0].Descending, step), order[0].Descending, keys, block, (PagedKeys<double, RealKeys>?)pages, default(RealKeys), target, isStart);
            }
            else
            {
                var shift = Shift(keys.Type, bound.Offset!.Type, offset, negative);
                Search(FrameKeys.Whole(keys, order[0].Descending, shift), order[0].Descending, keys, block, (PagedKeys<Int128, WholeKeys>?)pages, default(WholeKeys), target, isStart);
            }
        }
        finally
        {
            keys.Release();
        }
    }

    /// <summary>For each row the first row of its partition whose key is at least (for an end: above) the row's own bound. Keys and bounds rise; null keys are peers of one another alone.</summary>
    private static void Search<T, TKeys>(T[] bounds, bool descending, Vector vector, WindowBlock block, PagedKeys<T, TKeys>? pages, TKeys reading, int[] target, bool isStart)
        where T : IComparable<T>
        where TKeys : struct, IKeyReading<T>
    {
        var keys = pages is null ? reading.Read(vector, descending) : [];
        for (var row = 0; row < block.Rows; row++)
        {
            if (vector.IsNull(row))
            {
                target[row] = isStart ? block.PeerStart[row] : block.PeerEnd[row];
                continue;
            }

            if (pages is not null)
            {
                target[row] = pages.Find(bounds[row], isStart) + block.PartitionStart[row];
                continue;
            }

            var (low, high) = (block.PartitionStart[row], block.PartitionEnd[row]);
            while (low < high && vector.IsNull(low))
                low = block.PeerEnd[low];
            while (low < high && vector.IsNull(high - 1))
                high = block.PeerStart[high - 1];
            target[row] = FrameKeys.Find(keys, low, high, bounds[row], isStart);
        }
    }

    private static Func<Int128, Int128> Shift(DataType key, DataType offsetType, object? offset, bool negative)
    {
        if (offsetType is YearMonthIntervalType && key is not YearMonthIntervalType)
        {
            var months = (negative ? -1L : 1L) * (int)offset!;
            return key is DateType
                ? days => Calendar.TryAddMonths((int)days, months, out var date) ? date : days + months * 31
                : micros =>
                {
                    var day = TimeUnits.DayOf((long)micros);
                    return Calendar.TryAddMonths(day, months, out var date) ? (Int128)date * TimeUnits.MicrosPerDay + TimeUnits.TimeOfDay((long)micros) : micros;
                };
        }

        Int128 step = offset switch
        {
            sbyte v => v,
            short v => v,
            int v => v,
            long v => v,
            Int128 v => v,
            var other => throw new UnreachableException($"a range frame's offset of {other?.GetType().Name}"),
        };
        if (offsetType is DecimalType from && key is DecimalType to && from.Scale != to.Scale && DecimalArithmetic.TryRescale(step, from.Scale, DecimalType.MaxPrecision, to.Scale, out var rescaled))
            step = rescaled;
        else if (offsetType is IntegralType && key is DecimalType scaled)
            step *= PowersOfTen.Int128(scaled.Scale);
        else if (offsetType is DayTimeIntervalType && key is DateType)
            step /= TimeUnits.MicrosPerDay;
        return negative ? value => value - step : value => value + step;
    }
}
