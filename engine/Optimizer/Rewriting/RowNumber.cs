using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rewriting;

/// <summary>The window function that counts rows from 1.</summary>
internal static class RowNumber
{
    public static WindowCall Over(ValueList<Expression> partitionBy, ValueList<SortKey> orderBy) => new(
        new WindowFunctionCall("row_number", "row_number", [], false, DataType.Int, false),
        partitionBy,
        orderBy,
        new WindowFrame(FrameUnit.Rows, new FrameBound(FrameBoundKind.UnboundedPreceding), new FrameBound(FrameBoundKind.CurrentRow)));
}
