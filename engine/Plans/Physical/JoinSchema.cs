using Spindle.Columnar.Types;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Physical;

/// <summary>The columns that a join makes before its output is picked: left, right, and the mark.</summary>
public static class JoinSchema
{
    public static StructType All(StructType left, StructType right, JoinKind kind) => kind switch
    {
        JoinKind.LeftSemi or JoinKind.LeftAnti => left,
        JoinKind.Mark => new([.. left.Fields, .. right.Fields, new Field("mark", DataType.Boolean)]),
        JoinKind.RightSemi or JoinKind.RightAnti => right,
        JoinKind.Left or JoinKind.Single => new([.. left.Fields, .. Nullable(right)]),
        JoinKind.Right => new([.. Nullable(left), .. right.Fields]),
        JoinKind.Full => new([.. Nullable(left), .. Nullable(right)]),
        _ => new([.. left.Fields, .. right.Fields]),
    };

    public static StructType Of(StructType left, StructType right, JoinKind kind, ValueList<int> output)
    {
        var all = All(left, right, kind);
        return new(output.Select(i => all.Fields[i]).ToValueList());
    }

    private static IEnumerable<Field> Nullable(StructType side) => side.Fields.Select(f => f with { Nullable = true });
}
