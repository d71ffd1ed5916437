using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Stages;

namespace Spindle.Plans.Physical;

/// <summary>Rewrites the expressions of physical nodes.</summary>
public static class PhysicalExpressions
{
    /// <summary>The node (not its children) with every expression replaced; what the map gives has the same type.</summary>
    public static PhysicalPlan MapExpressions(this PhysicalPlan plan, Func<Expression, Expression> map) => plan switch
    {
        ScanExec scan => scan with { Filters = Map(scan.Filters, map) },
        ValuesExec values => values with { Rows = values.Rows.Select(r => Map(r, map)).ToValueList() },
        FilterExec filter => filter with { Condition = map(filter.Condition) },
        ProjectExec project => project with { Items = Map(project.Items, map) },
        ExpandExec expand => expand with { Projections = expand.Projections.Select(p => Map(p, map)).ToValueList() },
        GenerateExec generate => generate with { Generator = (GeneratorCall)map(generate.Generator) },
        AggregateExec aggregate => aggregate with { Keys = Map(aggregate.Keys, map), Aggregates = Map(aggregate.Aggregates, map) },
        HashJoinExec join => join with { LeftKeys = Map(join.LeftKeys, map), RightKeys = Map(join.RightKeys, map), Condition = join.Condition is null ? null : map(join.Condition) },
        NestedLoopJoinExec join => join with { Condition = join.Condition is null ? null : map(join.Condition) },
        SortExec sort => sort with { Keys = Map(sort.Keys, map) },
        TopNExec top => top with { Keys = Map(top.Keys, map) },
        WindowExec window => window with { Calls = Map(window.Calls, map), PartitionBy = Map(window.PartitionBy, map), OrderBy = Map(window.OrderBy, map) },
        ExchangeExec exchange => exchange with { Partitioning = exchange.Partitioning.MapExpressions(map) },
        _ when !plan.Expressions.Any() => plan,
        _ => throw new UnreachableException($"the expressions of {plan.GetType().Name} have no rewriting"),
    };

    public static Partitioning MapExpressions(this Partitioning partitioning, Func<Expression, Expression> map) => partitioning switch
    {
        HashPartitioning hash => hash with { Keys = Map(hash.Keys, map) },
        RangePartitioning range => range with { Keys = Map(range.Keys, map) },
        _ => partitioning,
    };

    private static ValueList<Expression> Map(ValueList<Expression> list, Func<Expression, Expression> map) => list.Select(map).ToValueList();

    private static ValueList<NamedExpression> Map(ValueList<NamedExpression> list, Func<Expression, Expression> map) => list.Select(i => i with { Expression = map(i.Expression) }).ToValueList();

    private static ValueList<SortKey> Map(ValueList<SortKey> list, Func<Expression, Expression> map) => list.Select(k => k with { Expression = map(k.Expression) }).ToValueList();
}
