using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Select;

/// <summary>The Window node of a SELECT: every window call is computed once, below the projection that uses it.</summary>
internal sealed class WindowStage(GeneratedNames names)
{
    private readonly List<Expression> calls = [];
    private readonly Dictionary<Expression, Expression> made = [];

    public Expression Rewrite(Expression expression, SelectItem? preferred = null)
    {
        if (expression is not WindowCall call)
            return expression.MapChildren(c => Rewrite(c));
        if (made.TryGetValue(call, out var known))
            return known;
        var alias = preferred is null ? new Alias(call, names.Of(call), ColumnId.Next()) : new Alias(call, preferred.Name, preferred.Id);
        calls.Add(alias with { Origin = call.Origin });
        return made[call] = alias.ToReference();
    }

    public LogicalPlan Over(LogicalPlan child) => calls.Count == 0 ? child : new Window(calls.ToValueList(), child);
}
