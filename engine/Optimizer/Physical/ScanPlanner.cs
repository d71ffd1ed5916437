using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Physical;

/// <summary>A table read with filters: columns that only filters need do not leave the scan.</summary>
internal static class ScanPlanner
{
    public static Placed Plan(Relation relation, List<Expression> filters, HashSet<ColumnId> required)
    {
        var filtered = ColumnSets.Of(filters);
        var read = Enumerable.Range(0, relation.Columns.Count)
            .Where(i => required.Contains(relation.Columns[i].Id) || filtered.Contains(relation.Columns[i].Id)).ToList();
        var positions = Placed.InOrder(read.Select(i => relation.Columns[i]));
        var bound = filters.Select(f => Placed.Bind(f, c => new BoundReference(positions[c.Id], c.Type, c.Nullable, c.Name) { Origin = c.Origin })).ToValueList();
        var output = Enumerable.Range(0, read.Count).Where(i => required.Contains(relation.Columns[read[i]].Id)).ToList();
        var scan = new ScanExec(relation.Table, read.Select(i => relation.Ordinals[i]).ToValueList(), bound, [], [.. output]);
        return new Placed(scan, Placed.InOrder(output.Select(i => relation.Columns[read[i]])));
    }
}
