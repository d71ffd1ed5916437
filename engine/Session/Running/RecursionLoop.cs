using System.Collections.Immutable;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Sql.Objects;
using Spindle.Sql.Settings;

namespace Spindle.Sql.Running;

/// <summary>
/// Runs the recursive tables of a query before the query itself: a level is a query like any other, over the rows of the level before, wherever queries run. The rows of all levels are held until
/// the query is done. Each place that reads a recursive table runs it for itself, with as many rows as are wanted there.
/// </summary>
internal sealed class RecursionLoop(SessionState state, string? sqlText, CancellationToken cancellation) : IDisposable
{
    private readonly List<MemoryTable> held = [];

    /// <summary>True where the plan has recursive tables.</summary>
    public static bool IsIn(LogicalPlan plan) =>
        plan.SelfAndDescendants().Any(p => p is Recursion || p.Expressions.Any(e => e.SelfAndDescendants().OfType<SubqueryExpression>().Any(s => IsIn(s.Plan))));

    /// <summary>The plan with the rows of recursive tables in their places.</summary>
    public LogicalPlan Run(LogicalPlan plan) => Replaced(plan, Tables.None, Rows);

    /// <summary>The plan as it is explained: recursive tables are read as if they had their rows.</summary>
    public static LogicalPlan Described(LogicalPlan plan) =>
        IsIn(plan) ? Replaced(plan, Tables.None, (recursion, _, _) => new MemoryTable($"recursion {recursion.Name}", Schema(recursion), [])) : plan;

    public void Dispose()
    {
        foreach (var table in held)
            table.Dispose();
    }

    private static LogicalPlan Replaced(LogicalPlan plan, Tables known, Func<Recursion, CommonTableReference, Tables, MemoryTable> rows)
    {
        switch (plan)
        {
            case With with:
                var inner = known;
                foreach (var table in with.Tables)
                    inner = table.Plan is Recursion recursion ? inner.With(table.Id, recursion) : inner.With(table with { Plan = Replaced(table.Plan, inner, rows) });
                var child = Replaced(with.Child, inner, rows);
                var kept = inner.Plain.Skip(known.Plain.Count).ToValueList();
                return kept.Count == 0 ? child : new With(kept, child) { Origin = with.Origin };
            case CommonTableReference reference when known.Recursive.TryGetValue(reference.CommonTableId, out var found):
                return new Relation(rows(found, reference, known), reference.Columns, Enumerable.Range(0, reference.Columns.Count).ToValueList());
            default:
                return plan.MapChildren(c => Replaced(c, known, rows))
                    .MapExpressions(e => e.Transform(x => x is SubqueryExpression subquery ? subquery with { Plan = Replaced(subquery.Plan, known, rows) } : x));
        }
    }

    private MemoryTable Rows(Recursion recursion, CommonTableReference reference, Tables known)
    {
        var (levels, limit) = (recursion.MaxLevel ?? state.Settings.Number(SessionSettings.RecursionLevels)!.Value, state.Settings.Number(SessionSettings.RecursionRows)!.Value);
        var all = new List<IReadOnlyList<object?>>();
        var last = Collected(known.Around(Replaced(recursion.Anchor, known, Rows)));
        var step = known.Around(Replaced(recursion.Step, known, Rows));
        for (var level = 1; ; level++)
        {
            all.AddRange(last);
            if (last.Count == 0 || all.Count >= reference.RowsWanted)
                break;
            if (reference.RowsWanted is null && limit >= 0 && all.Count > limit)
                throw Exceeded("RECURSION_ROW_LIMIT_EXCEEDED", $"{recursion.Name} has more than {limit} rows; {SessionSettings.RecursionRows} and LIMIT say how many it may have", "rowLimit", limit);
            if (levels >= 0 && level > levels)
                throw Exceeded("RECURSION_LEVEL_LIMIT_EXCEEDED", $"{recursion.Name} has not come to an end after {levels} levels; MAX RECURSION LEVEL and {SessionSettings.RecursionLevels} allow more", "levelLimit", levels);
            cancellation.ThrowIfCancellationRequested();
            using var before = MemoryTable.Of(recursion.Name, Schema(recursion), last, state.Budget);
            last = Collected(With(step, recursion.Id, before));
        }

        var table = MemoryTable.Of(recursion.Name, Schema(recursion), all, state.Budget);
        held.Add(table);
        return table;
    }

    /// <summary>The step over the rows of the level before.</summary>
    private static LogicalPlan With(LogicalPlan step, long id, MemoryTable rows) => step.Transform(p => p is CommonTableReference reference && reference.CommonTableId == id
        ? new Relation(rows, reference.Columns, Enumerable.Range(0, reference.Columns.Count).ToValueList())
        : p.MapExpressions(e => e.Transform(x => x is SubqueryExpression subquery ? subquery with { Plan = With(subquery.Plan, id, rows) } : x)));

    private List<IReadOnlyList<object?>> Collected(LogicalPlan plan)
    {
        var rows = new List<IReadOnlyList<object?>>();
        using var result = state.Compiler.StartAnalyzed(plan, sqlText, cancellation);
        while (result.Next() is { } batch)
        {
            for (var row = 0; row < batch.Rows; row++)
            {
                var values = new object?[batch.Columns.Length];
                for (var column = 0; column < values.Length; column++)
                    values[column] = batch[column].Read(batch.Lane(row));
                rows.Add(values);
            }

            batch.Release();
        }

        return rows;
    }

    private static StructType Schema(Recursion recursion) => new(recursion.Columns.Select(c => new Field(c.Name, c.Type)).ToValueList());

    private static SpindleException Exceeded(string errorClass, string message, string parameter, long limit) => new(new ErrorClass(errorClass, "42836"), message,
        parameters: new Dictionary<string, string> { [parameter] = $"{limit}" });

    /// <summary>The common tables in sight of a plan: the recursive ones, and those that are queries like any other.</summary>
    private sealed record Tables(ImmutableDictionary<long, Recursion> Recursive, ImmutableList<CommonTable> Plain)
    {
        public static readonly Tables None = new(ImmutableDictionary<long, Recursion>.Empty, []);

        public Tables With(long id, Recursion recursion) => this with { Recursive = Recursive.SetItem(id, recursion) };

        public Tables With(CommonTable table) => this with { Plain = Plain.Add(table) };

        /// <summary>A plan that runs by itself has the tables that it reads around it.</summary>
        public LogicalPlan Around(LogicalPlan plan) => Plain.Count == 0 ? plan : new With(Plain.ToValueList(), plan);
    }
}
