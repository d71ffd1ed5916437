using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Sql;

/// <summary>Makes window specifications: <c>Window.PartitionBy("a").OrderBy("b")</c>.</summary>
public static class Window
{
    /// <summary>The first row of a partition, as a frame's start.</summary>
    public const long UnboundedPreceding = long.MinValue;

    /// <summary>The last row of a partition, as a frame's end.</summary>
    public const long UnboundedFollowing = long.MaxValue;

    /// <summary>The row itself.</summary>
    public const long CurrentRow = 0;

    public static WindowSpec PartitionBy(params Column[] columns) => new WindowSpec([], [], null).PartitionBy(columns);

    public static WindowSpec OrderBy(params Column[] columns) => new WindowSpec([], [], null).OrderBy(columns);

    /// <inheritdoc cref="WindowSpec.RowsBetween"/>
    public static WindowSpec RowsBetween(long start, long end) => new WindowSpec([], [], null).RowsBetween(start, end);

    /// <inheritdoc cref="WindowSpec.RangeBetween"/>
    public static WindowSpec RangeBetween(long start, long end) => new WindowSpec([], [], null).RangeBetween(start, end);
}

/// <summary>Which rows a window function sees for a row: its partition, in an order, cut to a frame.</summary>
public sealed class WindowSpec
{
    internal WindowSpec(ValueList<Expression> partitioning, ValueList<SortKey> ordering, WindowFrame? frame)
    {
        Partitioning = partitioning;
        Ordering = ordering;
        Frame = frame;
    }

    internal ValueList<Expression> Partitioning { get; }

    internal ValueList<SortKey> Ordering { get; }

    internal WindowFrame? Frame { get; }

    public WindowSpec PartitionBy(params Column[] columns) => new(columns.Select(c => c.Expression).ToValueList(), Ordering, Frame);

    public WindowSpec OrderBy(params Column[] columns) => new(Partitioning, columns.Select(c => c.ToSortKey()).ToValueList(), Frame);

    /// <summary>A frame of rows counted from the current one: -1 is the row before; see <see cref="Window.UnboundedPreceding"/>.</summary>
    public WindowSpec RowsBetween(long start, long end) => new(Partitioning, Ordering, new WindowFrame(FrameUnit.Rows, Bound(start), Bound(end)));

    /// <summary>A frame of the rows whose sort key lies that far from the current one's.</summary>
    public WindowSpec RangeBetween(long start, long end) => new(Partitioning, Ordering, new WindowFrame(FrameUnit.Range, Bound(start), Bound(end)));

    private static FrameBound Bound(long offset) => offset switch
    {
        Window.UnboundedPreceding => new FrameBound(FrameBoundKind.UnboundedPreceding),
        Window.UnboundedFollowing => new FrameBound(FrameBoundKind.UnboundedFollowing),
        0 => new FrameBound(FrameBoundKind.CurrentRow),
        < 0 => new FrameBound(FrameBoundKind.Preceding, Offset(-offset)),
        _ => new FrameBound(FrameBoundKind.Following, Offset(offset)),
    };

    private static Literal Offset(long size) => size <= int.MaxValue ? Literal.Of((int)size) : Literal.Of(size);
}
