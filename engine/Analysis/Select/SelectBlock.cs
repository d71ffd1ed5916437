using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Select;

/// <summary>
/// The parts of one SELECT, gathered from the chain of nodes that the parser makes of it, because their names depend on each other: ORDER BY may use columns that the
/// select list leaves out, HAVING may bring aggregates of its own, GROUP BY may name an alias.
/// <code>Sort → WINDOW → DISTINCT → QUALIFY → HAVING → Aggregate or Project → input</code>
/// </summary>
/// <param name="Items">Null where there is no select list: a sort, DISTINCT or filter over some other plan.</param>
/// <param name="Grouping">Null where there is no GROUP BY and no HAVING.</param>
internal sealed record SelectBlock(ValueList<Expression>? Items, ValueList<Expression>? Grouping, LogicalPlan Input)
{
    /// <summary>Where the SELECT stands.</summary>
    public Origin Origin { get; private init; }

    public Sort? Sort { get; private init; }
    public bool Distinct { get; private init; }
    public Expression? Qualify { get; private init; }
    public Expression? Having { get; private init; }
    public IReadOnlyDictionary<string, NamedWindow> Windows { get; private init; } = new Dictionary<string, NamedWindow>();

    /// <summary>The DataFrames that end between the clauses: their columns are the block's.</summary>
    public IReadOnlyList<long> Frames { get; private init; } = [];

    /// <summary>Everything that is written in the clauses.</summary>
    public IEnumerable<Expression> Expressions =>
        [.. Items ?? [], .. Grouping ?? [], .. Sort?.Keys.Select(k => k.Expression) ?? [], .. new[] { Having, Qualify }.OfType<Expression>()];

    /// <summary>The block with other expressions in its clauses.</summary>
    public SelectBlock Mapped(Func<Expression, Expression> map) => this with
    {
        Items = Items?.Select(map).ToValueList(),
        Grouping = Grouping?.Select(map).ToValueList(),
        Sort = Sort is null ? null : Sort with { Keys = Sort.Keys.Select(k => k with { Expression = map(k.Expression) }).ToValueList() },
        Having = Having is null ? null : map(Having),
        Qualify = Qualify is null ? null : map(Qualify),
    };

    /// <summary>The block whose topmost node this is.</summary>
    public static SelectBlock Of(LogicalPlan top)
    {
        Sort? sort = null;
        var distinct = false;
        Expression? qualify = null;
        Expression? having = null;
        var windows = new Dictionary<string, NamedWindow>(StringComparer.OrdinalIgnoreCase);
        var frames = new List<long>();
        var hints = new List<UnresolvedHint>();
        var plan = top;
        while (true)
        {
            switch (plan)
            {
                case UnresolvedHint hint:
                    if (JoinHints.Strategy(hint.Name) is not null)
                        hints.Add(hint);
                    plan = hint.Child;
                    continue;
                case UnresolvedFrame frame:
                    frames.Add(frame.Id);
                    plan = frame.Child;
                    continue;
                case UnresolvedWindowDefinitions definitions:
                    foreach (var window in definitions.Windows)
                        windows.TryAdd(window.Name, window);
                    plan = definitions.Child;
                    continue;
                case Sort next when sort is null && !distinct && qualify is null && having is null:
                    sort = next;
                    plan = next.Child;
                    continue;
                case Distinct next when !distinct && qualify is null && having is null:
                    distinct = true;
                    plan = next.Child;
                    continue;
                case UnresolvedQualify next when qualify is null && having is null:
                    qualify = next.Condition;
                    plan = next.Child;
                    continue;
                case UnresolvedHaving next when having is null:
                    having = next.Condition;
                    plan = next.Child;
                    continue;
            }

            var block = plan switch
            {
                Project project => new SelectBlock(project.Items, null, project.Child),
                Aggregate aggregate => new SelectBlock(aggregate.Results, aggregate.Grouping, aggregate.Child),
                _ => new SelectBlock(null, null, plan),
            };

            // How its relations are to be joined is said of what the block reads.
            foreach (var hint in hints)
                block = block with { Input = hint with { Child = block.Input } };
            return block with { Origin = plan.Origin, Sort = sort, Distinct = distinct, Qualify = qualify, Having = having, Windows = windows, Frames = frames };
        }
    }
}
