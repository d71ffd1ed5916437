using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Catalogs;
using Spindle.Sql.Commands;

namespace Spindle.Sql.Merging;

/// <summary>
/// A merge as the rows that a table has after it, which overwrite those it had:
/// <code>(target ⋈ source, changed)  ∪  (target ▷ source, changed)  ∪  (source ▷ target, as rows of the target)</code>
/// </summary>
internal sealed class TableMerge(DataFrame source, ValueList<string> name, Column condition, IReadOnlyList<MergeClause> clauses, bool evolves)
{
    private const string Action = "__action", Row = "__row";
    private const int Keep = -1, Remove = -2;

    private readonly Session session = source.Session;

    public void Run()
    {
        var table = new Tables(session).Stored(name);
        if (evolves)
            Evolve(table);
        var target = new DataFrame(session, new SubqueryAlias(name[^1], null, new UnresolvedRelation(name, [])));
        var parts = new[] { Matched(target), OnlyTarget(target), OnlySource(target) }.OfType<DataFrame>();
        var rows = parts.Aggregate((a, b) => a.Union(b));
        CheckCardinality(target);
        new CommandRunner(session, source.SqlText ?? "").Run(new InsertInto(name, [], null, ByName: true, Overwrite: true, rows.Plan) { OverwritesWrittenPartitions = false });

        DataFrame? Matched(DataFrame rows) => Has(MergeKind.Matched) ? Changed(rows.Join(source, condition), rows, MergeKind.Matched)
            : Has(MergeKind.NotMatchedBySource) ? Columns(rows.Join(source, condition, "semi"), rows) : null;

        DataFrame OnlyTarget(DataFrame rows) => Has(MergeKind.NotMatchedBySource) ? Changed(rows.Join(source, condition, "anti"), rows, MergeKind.NotMatchedBySource)
            : Columns(Has(MergeKind.Matched) ? rows.Join(source, condition, "anti") : rows, rows);

        DataFrame? OnlySource(DataFrame rows) => Has(MergeKind.NotMatched) ? Changed(source.Join(rows, condition, "anti"), rows, MergeKind.NotMatched) : null;
    }

    private bool Has(MergeKind kind) => clauses.Any(c => c.Kind == kind);

    private DataFrame Columns(DataFrame rows, DataFrame target) => rows.Select([.. target.Schema.Fields.Select(f => Target(f.Name))]);

    /// <summary>Rows after the clauses of a kind: which clause acts is worked out once a row, then each column's value.</summary>
    private DataFrame Changed(DataFrame rows, DataFrame target, MergeKind kind)
    {
        var chosen = clauses.Where(c => c.Kind == kind).ToList();
        var otherwise = kind == MergeKind.NotMatched ? Remove : Keep;
        Column? action = null;
        for (var i = 0; i < chosen.Count; i++)
        {
            var acts = chosen[i].Condition ?? Functions.Lit(true);
            var number = chosen[i].Action == MergeAction.Delete ? Remove : i;
            action = action is null ? Functions.When(acts, number) : action.When(acts, number);
        }

        var marked = rows.Select("*", action!.Otherwise(otherwise).As(Action)).Where(Functions.Col(Action) != Remove);
        var values = target.Schema.Fields.Select(field =>
        {
            var value = kind == MergeKind.NotMatched ? Functions.Lit(null).Cast(field.Type) : Target(field.Name);
            for (var i = chosen.Count - 1; i >= 0; i--)
                if (chosen[i].Action != MergeAction.Delete && Assigned(chosen[i], field) is { } given)
                    value = Functions.When(Functions.Col(Action) == i, Stored(rows, given, field)).Otherwise(value);
            return value.As(field.Name);
        });
        foreach (var assignment in chosen.SelectMany(c => c.Assignments))
            if (!target.Schema.Fields.Any(f => source.SameName(f.Name, assignment.Key)))
                throw Unresolved(assignment.Key, target);
        return marked.Select([.. values]);
    }

    // What a clause gives a column; null where it leaves it.
    private Column? Assigned(MergeClause clause, Field field)
    {
        if (clause.Action == MergeAction.Some)
            return clause.Assignments.FirstOrDefault(a => source.SameName(a.Key, field.Name)).Value;
        if (source.Schema.Fields.Any(f => source.SameName(f.Name, field.Name)))
            return source[$"`{field.Name.Replace("`", "``", StringComparison.Ordinal)}`"];
        return evolves ? null : throw Unresolved(field.Name, source);
    }

    private Column Stored(DataFrame rows, Column value, Field field)
    {
        var type = rows.Select(value).Schema.Fields[0].Type;
        if (type == field.Type)
            return value;
        return !session.State.Snapshot().IsAnsi || StoreAssignment.IsAllowed(type, field.Type) ? value.Cast(field.Type) : throw new SpindleException(SessionErrors.IncompatibleColumn,
            $"a {type.Name} cannot be stored safely in the {field.Type.Name} column {field.Name} of {name[^1]}; cast it",
            parameters: new Dictionary<string, string> { ["tableName"] = string.Join(".", name.Select(n => $"`{n}`")), ["colName"] = $"`{field.Name}`", ["srcType"] = $"\"{type.Sql}\"", ["targetType"] = $"\"{field.Type.Sql}\"" });
    }

    /// <summary>Which of several matching rows would change a row is not for chance to say.</summary>
    private void CheckCardinality(DataFrame target)
    {
        if (clauses.Where(c => c.Kind == MergeKind.Matched).ToList() is [] or [{ Action: MergeAction.Delete, Condition: null }])
            return;
        var numbered = target.Select("*", Functions.MonotonicallyIncreasingId().As(Row));
        if (!numbered.Join(source, condition).GroupBy(Row).Count().Where(Functions.Col("count") > 1L).IsEmpty())
            throw new SpindleException(SessionErrors.MergeCardinality, $"a row of {name[^1]} matches several rows of the source: make the source's keys unique");
    }

    private void Evolve(StoredTable table)
    {
        var known = session.State.Catalog.Formats.Open(table).Schema;
        var added = source.Schema.Fields.Where(f => !known.Fields.Any(k => source.SameName(k.Name, f.Name))).Select(f => f with { Nullable = true }).ToValueList();
        if (added.Count > 0)
            new CommandRunner(session, source.SqlText ?? "").Run(new AddColumns(name, new StructType(added)));
    }

    private Column Target(string column) => new(new UnresolvedColumn([name[^1], column]));

    private static SpindleException Unresolved(string column, DataFrame known) => new(SessionErrors.UnresolvedColumn, $"there is no column {column} among {string.Join(", ", known.Columns)}",
        parameters: new Dictionary<string, string> { ["objectName"] = $"`{column}`", ["proposal"] = string.Join(", ", known.Columns.Select(c => $"`{c}`")) });
}
