using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>UNION, INTERSECT, EXCEPT → inputs whose columns agree in number and type. A UNION of two becomes a Union, a DISTINCT one with a Distinct above it.</summary>
internal sealed class ResolveSetOperation : PlanRule<SetOperation>
{
    protected override ResolvedPlan Resolve(SetOperation plan, QueryScope scope)
    {
        var name = plan.Operator.ToString().ToUpperInvariant() + (plan.All ? " ALL" : "");
        var left = scope.Resolve(plan.Left);
        var mark = scope.Run.Frames.Mark;
        var right = ColumnRenewal.Apart(left, scope.Resolve(plan.Right), scope.Run.Frames, mark);
        var (leftPlan, rightPlan) = (left.Sealed(), right.Sealed());
        if (plan.ByName)
            (leftPlan, rightPlan) = ByName(leftPlan, rightPlan, plan, scope);
        var inputs = Widened([leftPlan, rightPlan], plan.Operator == SetOperator.Union ? "UNION" : name, plan.Origin, scope);
        if (plan.Operator != SetOperator.Union)
            return ResolvedPlan.Of(plan with { Left = inputs[0], Right = inputs[1], ByName = false }) is var made ? made with { Columns = Bare(made.Columns) } : made;
        LogicalPlan union = UnionOf(inputs, plan.Origin);
        return ResolvedPlan.Of(plan.All ? union : new Distinct(union) { Origin = plan.Origin });
    }

    public static Union UnionOf(IReadOnlyList<LogicalPlan> inputs, Origin origin)
    {
        // UNION ALL of UNION ALLs is one.
        var flat = inputs.SelectMany(i => i is Union inner ? inner.Inputs.AsEnumerable() : [i]).ToValueList();
        var outputs = flat.Select(i => i.Output).ToList();
        var columns = inputs[0].Output.Select((c, i) => new ColumnReference(ColumnId.Next(), c.Name, c.Type, outputs.Any(o => o[i].Nullable), []));
        return new Union(flat, columns.ToValueList()) { Origin = origin };
    }

    /// <summary>The inputs with columns cast to the types that they have in common.</summary>
    public static IReadOnlyList<LogicalPlan> Widened(IReadOnlyList<LogicalPlan> inputs, string name, Origin origin, QueryScope scope)
    {
        var outputs = inputs.Select(i => i.Output).ToList();
        for (var i = 1; i < outputs.Count; i++)
            if (outputs[i].Count != outputs[0].Count)
                throw QueryErrors.NumberOfColumns(name, outputs[0].Count, outputs[i].Count, i + 1, origin);
        var types = new DataType[outputs[0].Count];
        for (var c = 0; c < types.Length; c++)
        {
            types[c] = outputs[0][c].Type;
            foreach (var output in outputs.Skip(1))
                types[c] = CommonType.Wider(types[c], output[c].Type) ?? throw QueryErrors.ColumnTypes(name, c + 1, types[c], output[c].Type, origin);
        }

        return inputs.Select((input, i) => Cast(input, outputs[i], types, origin, scope)).ToList();
    }

    private static ValueList<ColumnReference> Bare(ValueList<ColumnReference> columns) => columns.Select(c => c with { Qualifier = [] }).ToValueList();

    private static LogicalPlan Cast(LogicalPlan input, ValueList<ColumnReference> output, DataType[] types, Origin origin, QueryScope scope)
    {
        if (output.Zip(types).All(p => TypeFamilies.Same(p.First.Type, p.Second)))
            return input;
        var items = output.Select((c, i) => TypeFamilies.Same(c.Type, types[i])
            ? c
            : (Expression)new Alias(Conversion.Implicit(c, types[i], scope.Session, scope.Names, origin), c.Name, ColumnId.Next()));
        return new Project(items.ToValueList(), input);
    }

    private static (LogicalPlan Left, LogicalPlan Right) ByName(LogicalPlan left, LogicalPlan right, SetOperation plan, QueryScope scope)
    {
        var comparison = scope.Session.NameComparison;
        var items = new List<Expression>();
        foreach (var column in left.Output)
        {
            items.Add(right.Output.FirstOrDefault(r => string.Equals(r.Name, column.Name, comparison))
                ?? (plan.AllowMissingColumns ? new Alias(Literal.Null(column.Type), column.Name, ColumnId.Next()) : (Expression?)null)
                ?? throw NameErrors.UnresolvedColumn([column.Name], right.Output.Select(c => c.Name), plan.Origin));
        }

        var extra = right.Output.Where(r => !left.Output.Any(l => string.Equals(l.Name, r.Name, comparison))).ToList();
        if (extra.Count == 0)
            return (left, new Project(items.ToValueList(), right));
        if (!plan.AllowMissingColumns)
            throw QueryErrors.NumberOfColumns("UNION", left.Output.Count, right.Output.Count, 2, plan.Origin);
        items.AddRange(extra);
        var widened = left.Output.Select(c => (Expression)c).Concat(extra.Select(e => new Alias(Literal.Null(e.Type), e.Name, ColumnId.Next())));
        return (new Project(widened.ToValueList(), left), new Project(items.ToValueList(), right));
    }
}

/// <summary>A Union of several inputs, as a DataFrame builds it.</summary>
internal sealed class ResolveUnion : PlanRule<Union>
{
    protected override ResolvedPlan Resolve(Union plan, QueryScope scope)
    {
        var inputs = plan.Inputs.Select(i => scope.Resolve(i).Sealed()).ToList();
        return ResolvedPlan.Of(ResolveSetOperation.UnionOf(ResolveSetOperation.Widened(inputs, "UNION", plan.Origin, scope), plan.Origin));
    }
}
