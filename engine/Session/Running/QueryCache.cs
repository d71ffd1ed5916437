using Spindle.Columnar.Vectors;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Objects;

namespace Spindle.Sql.Running;

/// <summary>Plans whose rows are kept. A frame made of a kept one holds the very plan object, which is how it is recognised.</summary>
internal sealed class QueryCache(SessionState state)
{
    private readonly Lock gate = new();
    private readonly Dictionary<LogicalPlan, Lazy<MemoryTable>> entries = new(ReferenceEqualityComparer.Instance);

    /// <summary>Keeps a plan's rows from its first use on.</summary>
    public void Add(LogicalPlan plan)
    {
        lock (gate)
            entries.TryAdd(plan, new Lazy<MemoryTable>(() => Materialize(state, plan, "cache")));
    }

    public void Remove(LogicalPlan plan)
    {
        Lazy<MemoryTable>? entry;
        lock (gate)
            entries.Remove(plan, out entry);
        if (entry is { IsValueCreated: true })
            entry.Value.Dispose();
    }

    public void Clear()
    {
        List<Lazy<MemoryTable>> old;
        lock (gate)
        {
            old = [.. entries.Values];
            entries.Clear();
        }

        foreach (var entry in old.Where(e => e.IsValueCreated))
            entry.Value.Dispose();
    }

    /// <summary>The plan with its kept parts read from memory.</summary>
    public LogicalPlan Use(LogicalPlan plan)
    {
        lock (gate)
        {
            if (entries.Count == 0)
                return plan;
        }

        return plan.TransformDown(Replaced);
    }

    /// <summary>Runs a plan and holds its rows.</summary>
    public static MemoryTable Materialize(SessionState state, LogicalPlan plan, string name)
    {
        // The plan below itself: it must not be replaced by what it makes.
        var analyzed = state.Compiler.Analyze(plan, null);
        using var result = state.Compiler.StartAnalyzed(analyzed, null, default);
        var batches = new List<RecordBatch>();
        try
        {
            while (result.Next() is { } batch)
            {
                batches.Add(batch.Compact(state.Budget));
                batch.Release();
            }
        }
        catch
        {
            foreach (var batch in batches)
                batch.Release();
            throw;
        }

        return new MemoryTable(name, analyzed.Schema, batches);
    }

    private LogicalPlan Replaced(LogicalPlan plan)
    {
        Lazy<MemoryTable>? entry;
        lock (gate)
        {
            if (!entries.TryGetValue(plan, out entry))
                return plan;
        }

        // Still the frame that its columns are asked of.
        return plan is UnresolvedFrame frame ? frame with { Child = Kept(entry.Value, frame.Child) } : Kept(entry.Value, plan);
    }

    private static Relation Kept(MemoryTable table, LogicalPlan plan) =>
        Relation.Of(table, plan is SubqueryAlias alias ? [alias.Name] : plan is UnresolvedRelation relation ? relation.Parts : []);
}
