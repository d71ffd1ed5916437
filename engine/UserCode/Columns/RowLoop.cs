using System.Linq.Expressions;
using X = System.Linq.Expressions.Expression;

namespace Spindle.UserCode.Columns;

/// <summary>Generates a loop over rows: addresses of columns in locals, computed once, positions once a row.</summary>
internal sealed class RowLoop(ParameterExpression columns, bool dense)
{
    private readonly List<ParameterExpression> locals = [];
    private readonly List<X> before = [];
    private readonly List<X> eachRow = [];

    /// <summary>The row in work, from 0.</summary>
    public ParameterExpression Row { get; } = X.Variable(typeof(int), "row");

    /// <summary>A local that is computed before the loop.</summary>
    public ParameterExpression Local(X value)
    {
        var local = X.Variable(value.Type);
        locals.Add(local);
        before.Add(X.Assign(local, value));
        return local;
    }

    /// <summary>A local that is computed at the start of each row.</summary>
    public ParameterExpression EachRow(Type type, X value)
    {
        var local = X.Variable(type);
        locals.Add(local);
        eachRow.Add(X.Assign(local, value));
        return local;
    }

    /// <summary>Where the loop reads a column.</summary>
    public CellSource Source(int column)
    {
        var cells = Local(X.ArrayIndex(columns, X.Constant(column)));
        var values = Local(X.Property(cells, nameof(Cells.Values)));
        var validity = Local(X.Property(cells, nameof(Cells.Validity)));
        if (dense)
            return new CellSource(cells, values, validity, Row);
        var map = Local(X.Property(cells, nameof(Cells.Map)));
        return new CellSource(cells, values, validity, EachRow(typeof(int), X.Call(typeof(CellReads), nameof(CellReads.Position), null, map, Row)));
    }

    public X IsNull(CellSource source) => X.Call(typeof(CellReads), nameof(CellReads.IsNull), null, source.Validity, source.Position);

    /// <summary>The whole loop.</summary>
    public X Of(X rows, X body)
    {
        var end = X.Label("end");
        return X.Block(typeof(void), [.. locals, Row],
        [
            .. before,
            X.Assign(Row, X.Constant(0)),
            X.Loop(X.Block([X.IfThen(X.GreaterThanOrEqual(Row, rows), X.Break(end)), .. eachRow, body, X.PreIncrementAssign(Row)]), end),
        ]);
    }
}
