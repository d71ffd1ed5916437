using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Stages;

/// <summary>What the keys of a finished build side are to the scans that they filter.</summary>
public static class ScanKeys
{
    /// <summary>The stage with those keys that none of its own joins publishes, and its joins publishing what its own scans want.</summary>
    /// <param name="keys">By filter.</param>
    public static StagePlan Publish(StagePlan stage, IReadOnlyDictionary<int, KeyDigest> keys)
    {
        var nodes = stage.Plan.SelfAndDescendants().ToList();
        var wanted = nodes.OfType<ScanExec>().SelectMany(s => s.RuntimeFilters).Select(t => t.FilterId).ToHashSet();
        var own = nodes.OfType<HashJoinExec>().SelectMany(j => j.RuntimeFilterId).ToHashSet();
        var plan = own.All(id => id < 0 || wanted.Contains(id)) ? stage.Plan : stage.Plan.Transform(node => node is HashJoinExec join
            ? join with { RuntimeFilterId = join.RuntimeFilterId.Select(id => wanted.Contains(id) ? id : -1).ToValueList() }
            : node);
        return stage with { Plan = plan, Published = keys.Where(k => !own.Contains(k.Key)).OrderBy(k => k.Key).Select(k => k.Value).ToValueList() };
    }

    /// <summary>What the keys say about the columns of a scan, for ruling out splits: lists and bounds; false where there are no keys at all.</summary>
    public static IEnumerable<Expression> Conditions(ScanExec scan, IReadOnlyDictionary<int, KeyDigest> keys)
    {
        foreach (var target in scan.RuntimeFilters)
        {
            if (!keys.TryGetValue(target.FilterId, out var digest))
                continue;
            var field = scan.Table.Schema.Fields[scan.Columns[target.Column]];
            var column = new BoundReference(target.Column, field.Type, field.Nullable, field.Name);
            if (digest.Values is { Count: 0 })
                yield return Literal.False;
            else if (digest.Values is { } values)
                yield return new InList(column, values.Select(v => (Expression)new Literal(v, field.Type)).ToValueList());
            else if (digest.IsWhole && Boxed(digest.Min, field.Type) is { } low && Boxed(digest.Max, field.Type) is { } high)
                yield return new And(new Comparison(ComparisonOperator.GreaterOrEqual, column, low), new Comparison(ComparisonOperator.LessOrEqual, column, high));
        }
    }

    private static Literal? Boxed(long value, DataType type) => type switch
    {
        DecimalType => new Literal((Int128)value, type),
        _ => type.Physical switch
        {
            PhysicalType.Int8 => new Literal((sbyte)value, type),
            PhysicalType.Int16 => new Literal((short)value, type),
            PhysicalType.Int32 => new Literal((int)value, type),
            PhysicalType.Int64 => new Literal(value, type),
            _ => null,
        },
    };
}
